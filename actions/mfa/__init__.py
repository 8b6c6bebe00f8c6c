"""Multi-factor authentication: who must use it, who does, who could not if they had to."""
