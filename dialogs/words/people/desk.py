"""What the help desk's answer, a manager's word and ``stop`` sound like to those who get them."""

from dialogs.words.people.speech import N_

ANSWERED = N_("{by} answers your request for help (number {number}):")
NOT_HELPED = N_("Still stuck? Press I need help on the reminder again.")

MANAGER = N_("Hi {manager}, a word about {name}, once and with their knowledge.")
MANAGER_OPEN = N_("They have been reminded to set up a sign-in method for their work account, and it is still open.")
MANAGER_PLEASE = N_("Could you ask what keeps them, and give them ten minutes for it? Their help desk helps gladly.")
MANAGER_LATEST = N_("It has to be done by {day}.")

CANNOT_STOP = N_("I cannot stop these reminders, and I would rather say so than pretend.")
ASKED_BY = N_("They come because {name} asked for them.")
PART_OF = N_("They are part of: {campaigns}.")
END_BY_THEMSELVES = N_("They end by themselves the moment your account has what is missing.")
EXEMPTION = N_("Is there a reason why you cannot? An operator of Muster can exempt you for a time: ask {name}.")
EXEMPTION_BY_DESK = N_("Is there a reason why you cannot? An operator of Muster can exempt you for a time.")
AT_MOST = N_("Until then you get at most one message a day from me, within your working hours.")
NOTHING_OPEN = N_("Nothing is open for you: I have no reminder to stop.")
