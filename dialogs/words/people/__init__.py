"""What is said to ordinary people, in their own language: messages that come by themselves, answers, guides.

English is the key of each message; `locales/<language>/LC_MESSAGES/muster.po` holds the others. Admins read English.
"""

from dialogs.words.people.speech import LANGUAGES, N_, Speech, language_of, translated

__all__ = ["LANGUAGES", "N_", "Speech", "language_of", "translated"]
