"""The rules of the house: who may import whom, how long things may be, what every declaration owes.

Each rule is a small function over parsed source in one of the modules here; `test_*.py` runs it over the repository
and, with a tiny bad source, over something it must refuse.
"""
