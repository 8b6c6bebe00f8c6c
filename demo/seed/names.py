"""Names, places, and who types which telephone number."""

import random
import unicodedata

from demo.seed import numbers

# fmt: off
GIVEN = (
    "Adele", "Alex", "Anja", "Åsa", "Björn", "Carla", "Chloé", "Diego", "Elif", "Emma", "Fatima", "Felix",
    "François", "Grete", "Hannes", "Ida", "Ines", "Iván", "Jana", "José", "Jörg", "Karim", "Katrin", "Lars", "Lena",
    "Li", "Łukasz", "Maja", "Marek", "Mehmet", "Mira", "Noah", "Nora", "Olaf", "Paula", "Priya", "Quentin", "Rosa",
    "Ruth", "Sven", "Søren", "Tariq", "Tina", "Ulla", "Uwe", "Vera", "Wanda", "Yuki", "Zoë", "Zeynep",
)
SURNAMES = (
    "Ahmed", "Andersson", "Bauer", "Becker", "Berger", "Bianchi", "Castro", "Çelik", "Dahl", "Dubois", "Eriksson",
    "Fischer", "García", "Gruber", "Hansen", "Huber", "Ibrahim", "Jansen", "Kaya", "Keller", "Kowalski", "Krüger",
    "Lang", "Larsen", "López", "Maier", "Martin", "Meyer", "Moreau", "Müller", "Nagy", "Novák", "Öztürk", "Peters",
    "Popović", "Quist", "Rossi", "Sato", "Schäfer", "Schmidt", "Silva", "Smith", "Sørensen", "Torres", "Ünal",
    "Vogel", "Wagner", "Wójcik", "Yilmaz", "Zhang",
)
# fmt: on
DEPARTMENTS = ("Finance", "Sales", "Production", "Logistics", "Research", "Service", "Human Resources")
OFFICES = ("Berlin 3.14", "Wien 1", "Malmö", "Seattle 12", None)
SPECIAL = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L"})


def name(number: int) -> tuple[str, str]:
    """Given name and surname of the generated person with this number."""
    return GIVEN[number % len(GIVEN)], SURNAMES[(number * 7 + number // len(GIVEN)) % len(SURNAMES)]


def plain(word: str) -> str:
    """A name as it stands in an address: ASCII, small letters."""
    apart = unicodedata.normalize("NFKD", word.translate(SPECIAL))
    return apart.encode("ascii", "ignore").decode().lower()


HABITS = 9
"""Ways of typing a number that people fall into; two of nine leave the field empty."""


def habit(chance: random.Random) -> int | None:
    """How somebody types a telephone number; None: not at all."""
    way, _ = chance.randrange(HABITS), chance.randrange(10_000_000)  # the second keeps what the seed made before
    return way if way < HABITS - 2 else None


class Telephones:
    """Hands out numbers to those who are in no group of ours, each number once and while there are any."""

    def __init__(self) -> None:
        """Nobody has one yet."""
        self._mobiles, self._desks = numbers.elsewhere(), numbers.landlines()

    def mobile(self, location: str | None, way: int | None) -> str | None:
        """What stands in the field for the mobile number; Germans write down their desk."""
        if way is None:
            return None
        if location == "US":
            number = next(self._mobiles, None)
            return None if number is None else numbers.spelled(number, way)
        return next(self._desks, None) if location == "DE" else None

    def desk(self) -> tuple[str, ...]:
        """One telephone on a desk."""
        return tuple(filter(None, [next(self._desks, None)]))
