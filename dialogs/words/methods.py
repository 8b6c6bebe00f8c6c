"""What is said about how good somebody's sign-in methods are."""

from types import MappingProxyType

REPORT = {
    "methods-sum": "people: {people}; with two methods or more, not only telephones: {enough}",
    "methods-none-sum": "without any method: {count}",
    "methods-not-capable-sum": "only with methods that the policy does not accept: {count}",
    "methods-set-only-sum": "only with what was set for them and nobody has used yet: {count}",
    "methods-weak-only-sum": "only with telephones (text messages, calls): {count}",
    "methods-one-only-sum": "with one method only: {count}",
    "methods-unknown-sum": "could not be read: {count}",
    "report-tells-kinds": "two methods of one kind look like one there",
}

PEOPLE = {
    "methods-none": "no method",
    "methods-not-capable": "registered, but the policy accepts none of it",
    "methods-set-only": "only what was set for them, not used yet",
    "methods-weak-only": "weak only: text messages and calls",
    "methods-one-only": "one method only: without that device they are locked out",
    "methods-enough": "two methods or more",
}

SENTENCES = MappingProxyType({**REPORT, **PEOPLE})
