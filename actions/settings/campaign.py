"""Microsoft's registration campaign, as one line of text, and what the actions that switch it have in common.

https://learn.microsoft.com/entra/identity/authentication/how-to-mfa-registration-campaign. Microsoft replaces a
campaign as a whole, so everything of it that is not switched is sent back as it was read.
"""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from actions.spec import Action, Already, Change, Outcome, Reason, Refusal, Row, Seen, Subject
from tenant.model import ALL_USERS, Campaign, CampaignTarget, Setting
from tenant.ports import TenantReader, TenantWriter
from tenant.trouble import LostAnswer, Unavailable

SCOPES = ("Policy.Read.AuthenticationMethod", "Policy.ReadWrite.AuthenticationMethod")
SUBJECT = Subject("registration-campaign", "Registration campaign")
AUTHENTICATOR = CampaignTarget(id=ALL_USERS, method="microsoftAuthenticator")
STATES = {Setting.ON: "on", Setting.OFF: "off", Setting.DEFAULT: "left to Microsoft"}
EVERYBODY, NOBODY = "everybody", "nobody"
_BY_TEXT = {text: state for state, text in STATES.items()}


class CampaignAction(Action):
    """An action whose one row is the campaign."""

    def wanted(self, campaign: Campaign) -> Campaign:
        """What it shall become."""
        raise NotImplementedError

    async def plan(self, tenant: TenantReader) -> AsyncIterator[Row]:
        """One row. Raises Refusal where Microsoft tells of no campaign, and tenant trouble."""
        campaign = await _read(tenant)
        before, after = value_of(campaign), value_of(self.wanted(campaign))
        if before == after:
            yield Already(SUBJECT, Reason("campaign-so", {"value": before}))
        else:
            yield Change(subject=SUBJECT, before=before, after=after)

    async def look(self, changes: Sequence[Change], tenant: TenantReader) -> AsyncIterator[Seen]:
        """As it stands; left out where it is not told."""
        campaign = (await tenant.method_settings()).campaign
        for change in changes if campaign is not None else ():
            yield Seen(change.subject.id, value_of(campaign) if campaign is not None else None)

    async def apply(self, changes: Sequence[Change], tenant: TenantWriter) -> AsyncIterator[Outcome]:
        """Set it, or (in an undo) set it back. Raises tenant trouble."""
        for change in changes:
            campaign = await _read(tenant)
            if value_of(campaign) != change.before:
                yield Outcome(subject_id=change.subject.id, failed=Reason("changed-by-someone-else"))
                continue
            try:
                await tenant.set_campaign(made_to(change.after or "", campaign))
            except (LostAnswer, Unavailable):
                yield Outcome(subject_id=change.subject.id, unsure=True)
            else:
                yield Outcome(subject_id=change.subject.id)


def value_of(campaign: Campaign) -> str:
    """The canonical text: its state, and for whom it is."""
    return f"{STATES[campaign.state]}, for {_whom(campaign)}"


def made_to(text: str, campaign: Campaign) -> Campaign:
    """The campaign with what such a text says; groups that it names stay as they are."""
    state, _, whom = text.partition(", for ")
    include = campaign.include
    if whom == EVERYBODY and not include:
        include = (AUTHENTICATOR,)
    if whom == NOBODY:
        include = ()
    return replace(campaign, state=_BY_TEXT[state], include=include)


def _whom(campaign: Campaign) -> str:
    if not campaign.include:
        return NOBODY
    if any(target.id == ALL_USERS for target in campaign.include):
        return EVERYBODY
    count = len(campaign.include)
    return "1 group" if count == 1 else f"{count} groups"


async def _read(tenant: TenantReader) -> Campaign:
    campaign = (await tenant.method_settings()).campaign
    if campaign is None:
        raise Refusal("campaign-untold")
    return campaign
