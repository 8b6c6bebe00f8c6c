"""What the engine needs from outside: a memory, a way to be woken, a calendar, the declared actions.

`store` keeps `Store`, `bot` keeps `Jobs` and `Calendar`, `dialogs.catalogue` keeps `Declarations`.
"""

from engine.ports.outside import Calendar as Calendar
from engine.ports.outside import Declarations as Declarations
from engine.ports.outside import Jobs as Jobs
from engine.ports.reading import LostRace as LostRace
from engine.ports.reading import Reading as Reading
from engine.ports.store import Store as Store
from engine.ports.writing import Unit as Unit
