"""For admins: PowerShell with MFA."""

from dialogs.words.guides.guide import Guide

POWERSHELL = Guide(
    topic="powershell",
    aliases=("connect", "exchange-powershell", "graph-powershell", "modules"),
    title="Connect PowerShell with MFA",
    staff=True,
    steps=(
        "Exchange Online: `Install-Module ExchangeOnlineManagement`, then `Connect-ExchangeOnline`. A sign-in window "
        "opens and asks for MFA; no user name is needed.",
        "Graph: `Install-Module Microsoft.Graph`, then `Connect-MgGraph -Scopes User.Read.All`. "
        "`Get-MgContext` shows as whom and with which permissions.",
        "Teams: `Connect-MicrosoftTeams`. SharePoint: `Connect-SPOService -Url https://contoso-admin.sharepoint.com`. "
        "Compliance: `Connect-IPPSSession`. Azure: `Connect-AzAccount`.",
        "A server without a browser: `Connect-MgGraph -UseDeviceCode`, `Connect-ExchangeOnline -Device` (PowerShell 7) "
        "or `Connect-AzAccount -UseDeviceAuthentication`, where Conditional Access does not block device codes.",
        "A script that runs by itself cannot answer a prompt: give it an app registration with a certificate, "
        "`Connect-ExchangeOnline -CertificateThumbprint <thumbprint> -AppId <id> -Organization "
        "contoso.onmicrosoft.com`, "
        "or a managed identity: `Connect-MgGraph -Identity`.",
    ),
    notes=(
        "The modules MSOnline and AzureAD are retired, and so is every way to connect that takes only a password "
        "(a -Credential parameter): none of them works with MFA.",
        "Sign in with an account of its own for administration. Close with `Disconnect-ExchangeOnline` and "
        "`Disconnect-MgGraph`.",
    ),
    links=(
        ("https://learn.microsoft.com/powershell/exchange/connect-to-exchange-online-powershell", "Exchange Online"),
    ),
    source="https://learn.microsoft.com/powershell/exchange/connect-to-exchange-online-powershell",
    next=("modern-auth check", "guide service-accounts"),
)
SERVICE_ACCOUNTS = Guide(
    topic="service-accounts",
    aliases=("scripts", "workload-identities", "unattended"),
    title="Service accounts and scripts that cannot answer a prompt",
    staff=True,
    steps=(
        "List who signs in without anybody at the keyboard, and name an owner for each.",
        "Runs in Azure or on an Arc server: a managed identity. Nothing to store, nothing to renew.",
        "Runs elsewhere: an app registration with a certificate, or a federated credential; only the permissions it "
        "needs.",
        "Sends mail: High Volume Email, OAuth for SMTP, or a relay that knows the device's address.",
        "Then block interactive sign-in of the old account, wait a month, and delete it.",
    ),
    notes=(
        "Do not leave such an account out of MFA for good. Where it must be, tie it by Conditional Access to one "
        "address, "
        "with an end.",
        "Microsoft demands MFA of user accounts in scripts too, where they reach Azure (CLI, PowerShell, REST).",
    ),
    links=(("https://learn.microsoft.com/entra/workload-id/workload-identities-overview", "workload identities"),),
    source="https://learn.microsoft.com/entra/architecture/service-accounts-principal",
    next=("legacy report", "smtp-auth who", "guide powershell"),
)

GUIDES = (POWERSHELL, SERVICE_ACCOUNTS)
