"""What the rest of Muster may ask of a tenant, and of time. The types are the promise; `tenant.graph` keeps it.

Reading and writing are different types and use different credentials, so a plan cannot write by accident or by theft.
"""

from tenant.cloud import CLOUDS as CLOUDS
from tenant.cloud import Cloud as Cloud
from tenant.cloud import custom as custom
from tenant.credentials import Certificate as Certificate
from tenant.credentials import Credential as Credential
from tenant.credentials import Credentials as Credentials
from tenant.credentials import ManagedIdentity as ManagedIdentity
from tenant.credentials import Secret as Secret
from tenant.ports.common import Area as Area
from tenant.ports.common import Clock as Clock
from tenant.ports.common import Memory as Memory
from tenant.ports.common import Priority as Priority
from tenant.ports.common import Purpose as Purpose
from tenant.ports.common import TokenSource as TokenSource
from tenant.ports.common import Written as Written
from tenant.ports.reading import TenantReader as TenantReader
from tenant.ports.writing import Tenants as Tenants
from tenant.ports.writing import TenantWriter as TenantWriter
