"""The headings around a guide for everybody. Its text is data (`dialogs.words.guides`), and translated too."""

from dialogs.words.people.speech import N_

STEPS = N_("Steps")
GOOD_TO_KNOW = N_("Good to know")
NOTE = N_("Note")
GO_TO = N_("Go to")
SOURCE = N_("Source")
AS_OF = N_("{source}, as of {date}")
