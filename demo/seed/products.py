"""What can be bought, and what Contoso has bought in each scenario."""

from demo.directory import Plan, Product

EXCHANGE = Plan("efb87545-963c-4e0d-99df-69c6916d9eb0", "EXCHANGE_S_ENTERPRISE", "exchange")
SHAREPOINT = Plan("5dbe027f-2339-4123-9542-606e4d348a72", "SHAREPOINTENTERPRISE", "SharePoint")
TEAMS = Plan("57ff2da0-773e-42df-b2af-ffb7a2317929", "TEAMS1", "TeamspaceAPI")
P1 = Plan("41781fb2-bc02-4b7c-bd55-b576c07bb09d", "AAD_PREMIUM", "AADPremiumService")
P2 = Plan("eec0eb4f-6444-4f95-aba0-50c24d67f998", "AAD_PREMIUM_P2", "AADPremiumService")
ROOMS = Plan("8081ca9c-188c-4b49-a8e5-c23b5e9463a8", "Teams_Room_Basic", "TeamspaceAPI")

ROOMS_PRO = Plan("92c6b761-01de-457a-9dd9-793a975238f7", "Teams_Room_Standard", "TeamspaceAPI")
DEVICES = Plan("4828c8ec-dc2e-4779-b502-87ac9ce28ab7", "MCOEV", "MicrosoftCommunicationsOnline")

OFFICE = Product("6fd2c87f-b296-42f0-b197-1e91e994b900", "ENTERPRISEPACK", (EXCHANGE, TEAMS, SHAREPOINT))
ENTRA_P1 = Product("078d2b04-f1bd-4111-bbd4-b4b1b354cef4", "AAD_PREMIUM", (P1,))
ENTRA_P2 = Product("84a661c4-e949-4bd2-a560-ed7766fcaf2b", "AAD_PREMIUM_P2", (P1, P2))
ROOM = Product("6af4b3d6-14bb-4a2a-960c-6c902aad34f3", "Microsoft_Teams_Rooms_Basic", (ROOMS,))

MAIL = Plan("9aaf7827-d63c-4b61-89c3-182f06f82e5c", "EXCHANGE_S_STANDARD", "exchange")
MAIL_ONLY = Product("4b9405b0-7788-4568-add1-99614e613b69", "EXCHANGESTANDARD", (MAIL,))
ROOM_PRO = Product("4cde982a-ede4-4409-9ae6-b003453c8ea6", "Microsoft_Teams_Rooms_Pro", (ROOMS_PRO,))
DEVICE = Product("295a8eb0-f78d-45c7-8b5b-1eed5ed02dff", "MCOCAP", (DEVICES, TEAMS))

PRODUCTS = {product.name: product for product in (OFFICE, ENTRA_P1, ENTRA_P2, ROOM, ROOM_PRO, DEVICE, MAIL_ONLY)}
WITH_P1 = ("conditional-access", "catalogue", "worldwide")
"""The scenarios that have Entra ID P1, and P2 for a few."""


def bought(scenario: str, users: int) -> dict[str, int]:
    """Seats by product."""
    seats = {OFFICE.name: users + 10, ROOM.name: 5}
    devices = {ROOM_PRO.name: 5, DEVICE.name: 5} if scenario == "catalogue" else {}
    devices = {MAIL_ONLY.name: users} if scenario == "worldwide" else devices
    return seats | ({ENTRA_P1.name: users + 10, ENTRA_P2.name: 10} if scenario in WITH_P1 else {}) | devices


def staff(scenario: str) -> tuple[str, ...]:
    """The products of an ordinary person."""
    return (OFFICE.name, ENTRA_P1.name) if scenario in WITH_P1 else (OFFICE.name,)
