"""The types of arguments: how each is said, resolved to ids, and pinned so that it means the same next week.

An argument type is a pair: ``parse(text)`` is pure; ``resolve(tenant)`` pins a name to an id without expanding it, and
answers the value, or `Several` (somebody must choose), or raises `Refusal` (nobody of that name).
"""

from actions.args.base import ArgumentType as ArgumentType
from actions.args.base import BadArgument as BadArgument
from actions.args.base import OneText as OneText
from actions.args.base import Option as Option
from actions.args.base import Plain as Plain
from actions.args.base import Several as Several
from actions.args.campaign import ByGroup as ByGroup
from actions.args.campaign import CampaignName as CampaignName
from actions.args.campaign import OnwardWord as OnwardWord
from actions.args.campaign import Saying as Saying
from actions.args.campaign import TargetWord as TargetWord
from actions.args.count import UNSAID as UNSAID
from actions.args.count import Count as Count
from actions.args.count import Percent as Percent
from actions.args.error_code import ErrorCode as ErrorCode
from actions.args.every import Every as Every
from actions.args.people import MAX_NAMED as MAX_NAMED
from actions.args.people import People as People
from actions.args.people import Selector as Selector
from actions.args.people import nobody as nobody
from actions.args.pinning import canonical as canonical
from actions.args.pinning import included_in as included_in
from actions.args.pinning import named_in as named_in
from actions.args.pinning import pin as pin
from actions.args.pinning import rebuild as rebuild
from actions.args.powershell import Output as Output
from actions.args.span import Span as Span
from actions.args.table import Columns as Columns
from actions.args.table import Csv as Csv
from actions.args.table import CsvRow as CsvRow
from actions.args.text import Block as Block
from actions.args.text import Line as Line
from actions.args.text import TypedNumber as TypedNumber
from actions.args.until import Until as Until
from actions.args.waves import Waves as Waves
from actions.args.words import Include as Include
from actions.args.words import OneOf as OneOf
from actions.args.words import PhoneTypes as PhoneTypes
from actions.args.words import Route as Route
from actions.args.words import Words as Words
from actions.args.words import Yes as Yes
