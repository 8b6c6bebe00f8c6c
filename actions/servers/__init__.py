"""Azure MFA Server, which no longer answers, and RADIUS through NPS: what no cloud can see, as it is attested."""
