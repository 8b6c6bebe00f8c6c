"""``python -m demo.troubles``: write the fault files again."""

from demo.troubles import HERE
from demo.troubles.files import everything, shown

if __name__ == "__main__":
    for name, faults in everything().items():
        (HERE / f"{name}.json").write_text(shown(faults), encoding="utf-8")
