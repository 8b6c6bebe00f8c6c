"""Contoso's well-known people, groups and applications, with ids that never change.

==================  ==========================================================================================
Ana Ruiz            operator: types the commands. Member of "MFA Users", ready, state disabled
Bea Holm            approver, enforced
Carl Weber          approver, enforced
Olga Petrova        owner, enforced
Dan Moor            member of "MFA Users", no sign-in method: not ready
Eve Lind            member of "MFA Users", no sign-in method: not ready
Grace Hall          member of "MFA Users", ready (phone)
Henk de Vries       in "MFA Users" through "MFA Users Field", ready
Bob <b>*Bold*</b>   member of "MFA Users", ready; his display name holds HTML and Markdown
Jürgen Weiß         member of "MFA Users", already enabled
Kim Lee             in "MFA Users" through "MFA Users Field", already enforced
Gus Guest           guest of fabrikam.com in "MFA Users"; his UPN holds #EXT#
Room Alpine         a meeting room in "MFA Users": sign-in disabled, no licence but Teams Rooms
SVC Backup          a service account in "MFA Users"
Lea Former          has left: account disabled; in "MFA Users"
Break Glass 1, 2    Global Administrators for the worst day, each with a security key; the first is in "MFA Users"
Mia Novak           User Administrator (active), ready; in "MFA Users"
Nils Berg           Helpdesk Administrator (eligible), ready; in "MFA Users" through "MFA Users Field"
Gina Adams          Global Administrator with methods
Tom Admin           Global Administrator with methods
Pia Kern            Helpdesk Administrator through the role-assignable group "Helpdesk Team"
Quinn Field         no method and no group: somebody to remind by name
Info Mailbox        a shared mailbox: sign-in disabled, mail, no licence
Directory sync      the "On-Premises Directory Synchronization Service Account"
Scan to mail        a scanner that sends with basic SMTP AUTH; not in the scenario "no-p1"
ERP                 a program that does the same, in the background; not in the scenario "no-p1"
==================  ==========================================================================================

The scenario "catalogue" adds the people of `demo.seed.situations`, each for one situation that a check must find;
"worldwide" those of `demo.seed.worldwide`, who work elsewhere.

Rooms and shared mailboxes look as they do to an application without Exchange rights: a room is a user whose sign-in is
disabled (or that has a Teams Rooms plan) and ``isResourceAccount`` may be null; a shared mailbox is a user with sign-in
disabled, a mail address and no licence.

Telephones are filled in for "Phone Rollout" (197 generated people and three role holders) and for "Phone Pilot"
(Dan, Eve, Bob, Henk, Kim and a generated one): see `demo.seed.rollout`. "Key Keepers" is a role-assignable group to
which no role has been given.
"""

DOMAIN = "contoso.com"
INITIAL_DOMAIN = "contoso.onmicrosoft.com"
TENANT_ID = "c0450000-0000-4000-8000-000000000001"

APP_ID = "a9900000-0000-4000-8000-000000000001"
APP_SECRET = "make-believe-secret"
BOT_APP_ID = "b0700000-0000-4000-8000-000000000001"
BOT_SECRET = "make-believe-bot-secret"
TEAMS_APP = "7ea00000-0000-4000-8000-000000000001"
"""The bot's app in the organisation's catalogue; its manifest's id is BOT_APP_ID."""
READER_ID = "a9900000-0000-4000-8000-000000000002"
READER_SECRET = "make-believe-reader-secret"
STATE_WRITER_ID = "a9900000-0000-4000-8000-000000000003"
STATE_WRITER_SECRET = "make-believe-state-writer-secret"
METHODS_WRITER_ID = "a9900000-0000-4000-8000-000000000004"
METHODS_WRITER_SECRET = "make-believe-methods-writer-secret"
EXCHANGE_ID = "a9900000-0000-4000-8000-000000000005"
EXCHANGE_SECRET = "make-believe-exchange-secret"
POLICIES_WRITER_ID = "a9900000-0000-4000-8000-000000000006"
POLICIES_WRITER_SECRET = "make-believe-policies-writer-secret"


def _person(number: int) -> str:
    return f"d0000000-0000-4000-8000-{number:012d}"


def _group(number: int) -> str:
    return f"e0000000-0000-4000-8000-{number:012d}"


ANA = _person(1)
BEA = _person(2)
CARL = _person(3)
OLGA = _person(4)
DAN = _person(5)
EVE = _person(6)
GRACE = _person(7)
HENK = _person(8)
BOB = _person(9)
JUERGEN = _person(10)
KIM = _person(11)
GUS = _person(12)
ROOM_ALPINE = _person(13)
SVC_BACKUP = _person(14)
LEA = _person(15)
BREAK_GLASS_1 = _person(16)
BREAK_GLASS_2 = _person(17)
MIA = _person(18)
NILS = _person(19)
GINA = _person(20)
TOM = _person(21)
PIA = _person(22)
QUINN = _person(23)
INFO_MAILBOX = _person(24)
DIRECTORY_SYNC = _person(25)
SCAN = _person(901)
ERP = _person(902)
ADA = _person(911)
MAX = _person(912)
RITA = _person(913)
NORA = _person(914)
OMAR = _person(915)
IRIS = _person(916)
WIM = _person(917)
UNA = _person(918)
ZACK = _person(919)
LOLA = _person(920)
IVO = _person(921)
ELLA = _person(922)
THEO = _person(923)
FRITZ = _person(924)
FAY = _person(925)
BORIS = _person(926)
CLEO = _person(927)
HANA = _person(928)
YARA = _person(929)
SVC_REPORTS = _person(931)
PAYROLL = _person(932)
INTRANET = _person(933)
ROOM_BERLIN = _person(934)
LOBBY_PHONE = _person(935)
SALES_MAILBOX = _person(936)
AIKO = _person(951)
PRIYA = _person(952)
NOOR = _person(953)
HUGO = _person(954)
PIERRE = _person(955)
INGA = _person(956)
SOFIA = _person(957)
OWEN = _person(958)

FIRST_EXTRA = 1001
"""Generated people are numbered from here."""

OPERATORS = _group(1)
APPROVERS = _group(2)
OWNERS = _group(3)
MFA_USERS = _group(4)
MFA_USERS_FIELD = _group(5)
FINANCE = _group(6)
FINANCE_LEADS = _group(7)
EMPTY_GROUP = _group(8)
ALL_STAFF = _group(9)
STAFF_NORTH = _group(10)
STAFF_SOUTH = _group(11)
PROJECT_X = _group(12)
PROJECT_X_TOO = _group(13)
HELPDESK_TEAM = _group(14)
WAVE_200 = _group(15)
MFA_EXCLUSIONS = _group(16)
PHONE_ROLLOUT = _group(17)
PHONE_PILOT = _group(18)
KEY_KEEPERS = _group(19)
SALES = _group(20)
MFA_ROLLOUT = _group(21)
TRAVELLERS = _group(22)
WAREHOUSE = _group(23)
SECURITY_TEAM = _group(24)
SALES_DYNAMIC = _group(25)
FACTORY_SYNCED = _group(26)
CAMPAIGN_PILOT = _group(27)


def generated(number: int) -> str:
    """The id of the generated person with this number, from 0."""
    return _person(FIRST_EXTRA + number)
