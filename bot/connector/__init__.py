"""The Bot Connector's REST interface as we use it: pooled, paced, patient, raw JSON in and out.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

from bot.connector.client import Connector, Leaving
from bot.connector.trouble import ConnectorTrouble, NotReachable, TooLarge, Unreachable, Withheld

__all__ = ["Connector", "ConnectorTrouble", "Leaving", "NotReachable", "TooLarge", "Unreachable", "Withheld"]
