"""The Bot Connector's REST interface as we use it: pooled, paced, patient, raw JSON in and out.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

from bot.connector.client import Connector
from bot.connector.trouble import ConnectorTrouble, NotReachable, TooLarge, Unreachable

__all__ = ["Connector", "ConnectorTrouble", "NotReachable", "TooLarge", "Unreachable"]
