"""The values that come out of a tenant and go into it. Nothing here is a dict and nothing here does I/O.

Field meanings follow Microsoft Graph's resources of the same name (https://learn.microsoft.com/graph/api/overview).
"""

from tenant.model.exchange import AuthenticationPolicy as AuthenticationPolicy
from tenant.model.exchange import ExchangeOrganization as ExchangeOrganization
from tenant.model.exchange import Mailbox as Mailbox
from tenant.model.methods import ALL_USERS as ALL_USERS
from tenant.model.methods import RULES_OF_KIND as RULES_OF_KIND
from tenant.model.methods import SECOND_FACTORS as SECOND_FACTORS
from tenant.model.methods import Method as Method
from tenant.model.methods import MethodKind as MethodKind
from tenant.model.methods import MethodPolicy as MethodPolicy
from tenant.model.methods import MethodRule as MethodRule
from tenant.model.methods import PhoneType as PhoneType
from tenant.model.methods import capable as capable
from tenant.model.methods import usable as usable
from tenant.model.people import GLOBAL_ADMINISTRATOR as GLOBAL_ADMINISTRATOR
from tenant.model.people import Group as Group
from tenant.model.people import RoleHolding as RoleHolding
from tenant.model.people import Roles as Roles
from tenant.model.people import User as User
from tenant.model.people import UserType as UserType
from tenant.model.phones import PhoneWish as PhoneWish
from tenant.model.phones import Preference as Preference
from tenant.model.phones import PreferenceWish as PreferenceWish
from tenant.model.phones import bare as bare
from tenant.model.phones import masked as masked
from tenant.model.phones import same_number as same_number
from tenant.model.phones import without_numbers as without_numbers
from tenant.model.policies import Coverage as Coverage
from tenant.model.policies import LegacyBlock as LegacyBlock
from tenant.model.policies import Licence as Licence
from tenant.model.policies import Registration as Registration
from tenant.model.policies import SignIn as SignIn
from tenant.model.remembered import Kind as Kind
from tenant.model.remembered import Rules as Rules
from tenant.model.remembered import Statement as Statement
from tenant.model.states import PerUserState as PerUserState
from tenant.model.states import StateWish as StateWish
