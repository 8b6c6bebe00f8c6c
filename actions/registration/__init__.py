"""Whether anybody with a password may register a sign-in method, and the policy against it."""
