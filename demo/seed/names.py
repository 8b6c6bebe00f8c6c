"""Names, places and telephone numbers as people really type them."""

import random
import unicodedata

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


FORMS = (
    "+49 1511{0:07d}",
    "01511/{0:07d}",
    "0049 (0)1511-{0:07d}",
    "+1 (206) 555-{1:04d}",
    "+46 70 {1:04d} 123",
    "1511{0:07d} (private)",
    "tel. 089/{0:07d} x{2:02d}",
    None,
    None,
)


def typed_phone(chance: random.Random) -> str | None:
    """A telephone number as somebody once typed it; None for many."""
    form = chance.choice(FORMS)
    digits = chance.randrange(10_000_000)
    return form and form.format(digits, digits % 10_000, digits % 100)
