"""What a help desk's answer may not hold: a wish for a code, a password or a number, for a yes to a prompt, or a link.
Pure.

Whoever steals a session in the help desk's channel must not be able to ask people for what lets them in. Rather one
harmless sentence too many is refused, and can be said otherwise, than one wish too few.
"""

from re import IGNORECASE
from re import compile as pattern
from unicodedata import category, combining, normalize

SECRETS = (
    # English
    r"pass ?(?:word|code|phrase|key)s?|codes?|pins?|otps?|tokens?|numbers?|digits?|figures?|credentials?|secrets?",
    r"(?:one.?time|access) pass(?:es)?|screen ?(?:shots?|caps?)",
    # Dutch
    r"(?:\w*wachtwoord(?:en)?)|(?:\w*codes?)|pincodes?|cijfers?|(?:\w*nummers?)|scherm(?:afbeelding(?:en)?|foto\w*)",
    # German
    r"(?:\w*passwort|\w*passworter|\w*kennwort|\w*kennworter)|(?:\w*codes?)|ziffern?|zahl(?:en)?|(?:\w*nummern?)|tans?|bildschirmfotos?",
    # French
    r"mots? de passe|chiffres?|numeros?|identifiants?|nips?|captures? d.ecran",
    # Spanish
    r"contrasenas?|claves?|codigos?|digitos?|cifras?|capturas?|pantallazos?",
)
WISHES = (
    # English
    r"send|sends|sending|give|tell|reply|share|read|dictate|forward|provide|needs?|want|text|message|e?mail|write|post"
    r"|say|confirm|show|let (?:me|us) know|what|please|require[ds]?|repeat|spell|submit|return|respond|copy",
    # Dutch
    r"stuur|sturen|geef|geven|zeg|zeggen|vertel|vertellen|deel|delen|lees|lezen|noem|noemen|mail|mailen"
    r"|app (?:me|mij|ons)|antwoord|antwoorden|wat (?:is|staat)|welke?|bevestig|bevestigen|doorgeven|schrijf|schrijven"
    r"|nodig|laat|graag|herhaal|typ",
    # German
    r"schicken?|schick|senden?|sende|gib|gebt|geben|nennen?|nenn|sagen?|sag|teilen?|teil|mitteilen|lies|lesen"
    r"|diktieren?|antworten?|antworte|schreiben?|schreib|was (?:ist|steht)|welche[rsnm]?|lautet|brauchen?"
    r"|benotigen?|bestatigen?|bitte|ubermitteln?|verrat(?:e|en)?|durchgeben",
    # French
    r"envoie|envoies|envoyez|envoyer|donne|donnes|donnez|donner|dis|dites|dire|communique|communiquez|communiquer"
    r"|partage|partagez|partager|lis|lisez|lire|reponds|repondez|repondre|indique|indiquez|indiquer|ecris|ecrivez"
    r"|ecrire|transmets|transmettez|transmettre|besoin|quel|quelle|quels|quelles|confirme|confirmez|dictez|fournir"
    r"|fournissez|quoi|svp|veuillez|recopie[zr]?",
    # Spanish
    r"envia|envie|enviar|enviame|envieme|envianos|manda|mande|mandar|mandame|mandeme|da|de me|dame|deme|danos|denos"
    r"|dar|di|dime|digame|diga|dinos|diganos|decir|comparte|comparta|compartir|lee|lea|leeme|leame|leer|responde"
    r"|responda|responder|indica|indique|indicar|indicame|indiqueme|escribe|escriba|escribir|facilita|facilite"
    r"|facilitar|facilitame|necesito|necesitamos|cual|cuales|confirma|confirme|confirmar|pasa|pasame|paseme"
    r"|proporciona|proporcione|proporcionar|favor|dicta|dictame|dicteme",
)
DIRECTED = (
    r"\b(?:send|give|tell|text|reply|read|forward|mail|share|write)\b.{0,20}\b(?:me|us|it|them|here|back)\b",
    r"\b(?:stuur|geef|zeg|app|mail|lees|deel)\b.{0,20}\b(?:me|mij|ons|hem|het|die|hier)\b",
    r"\b(?:schick|send|gib|gebt|nenn|sag|lies|schreib|teil)\w*.{0,20}\b(?:mir|uns|ihn|sie|es|hier)\b",
    r"\b(?:envoy|envoie|donn|dis|dites|lis|ecri|transm|communiqu)\w*.{0,10}\b(?:moi|nous|le|la|les|ici)\b",
    r"\b(?:envia|envie|manda|mande|da|de|di|pasa|pase|lee|lea|escrib|dig)\w*(?:me|melo|mela|nos|noslo|lo|la)\b",
)
SHOWN = (  # what only they see; and a number that somebody else chose, which lets that one in
    r"\bwhat\b.{0,40}\b(?:app|screen|phone|sms|text|authenticator)\b.{0,20}\b(?:shows?|says?|displays?|reads?)\b",
    r"\bwhat (?:(?:do|did|can) )?you (?:see|saw|get|got|receive)",
    r"\bwat (?:staat|toont|zie|krijg|kreeg)|\bwat je (?:ziet|krijgt|kreeg)\b",
    r"\bwas (?:steht|zeigt|siehst|sehen sie|bekommst)|\bwas (?:du|sie) (?:siehst|sehen|bekommst|bekommen)\b",
    r"\bce que (?:tu|vous) (?:vois|voyez|recois|recevez)|\bqu.affiche|\bque (?:vois|voyez)\b",
    r"\blo que (?:ves|ve|recibes|recibe|aparece|muestra)\b|\bque (?:ves|ve|aparece|muestra)\b",
    r"\b(?:enter|type|voer|typ|tik|tipp\w*|gib|geben sie|saisi\w*|tape[rz]?|entre[rz]?|introdu\w+|escrib\w+|teclea)\b"
    r"[^.!?\n]{0,25}\b\d{2}\b(?![:.]\d)",
)
PROMPTS = (  # what asks on somebody's phone whether it is them
    # English; "sign in" is what people do, "the sign-in" what they are asked about
    r"prompts?|sign-ins?|signins?|(?:the|a|this|that|my|next|new) sign in|log-?ins?|notifications?|push(?:es)?"
    r"|requests?|pop.?ups?|alerts?|approvals?",
    # Dutch
    r"melding(?:en)?|\w*verzoek(?:en)?|\w*aanvra(?:ag|gen)|aanmelding(?:en)?|\w*poging(?:en)?|pushmelding(?:en)?",
    # German
    r"\w*anfragen?|\w*anforderung(?:en)?|\w*meldung(?:en)?|\w*benachrichtigung(?:en)?|\w*aufforderung(?:en)?|\w*versuche?",
    # French
    r"demandes?|alertes?|connexions?|invites?|tentatives?",
    # Spanish
    r"notificacion(?:es)?|solicitud(?:es)?|peticion(?:es)?|avisos?|alertas?|inicios? de sesion|intentos?",
)
DEVICES = (  # where it asks: said with a yes, it is a prompt
    r"apps?|authenticator|phone|mobile|device|screen|message|smartphone",
    r"telefoon|mobiel|toestel|scherm|bericht|handy|telefon|gerat|bildschirm|nachricht",
    r"telephone|portable|ecran|appli|application|telefono|movil|pantalla|mensaje|aplicacion",
)
AGREEING = (
    # English
    r"accept|accepting|allow|authori[sz]e|permit|confirm|acknowledge|verify"
    r"|(?:press|tap|click|hit|say|choose) ok(?:ay)?",
    # Dutch
    r"accepteer|accepteren|bevestig|bevestigen|toestaan|sta\b.{1,40}\btoe|akkoord|toelaten|laat\b.{1,40}\btoe",
    # German
    r"akzeptier\w*|bestatig(?:e|en|t)?|annehmen|zulassen|freigeben|erlaub(?:e|en|t)?|zustimmen|stimm\w*\b.{1,40}\bzu",
    # French
    r"accept(?:e|es|ez|er)|confirm(?:e|es|ez|er)|autoris(?:e|es|ez|er)|valid(?:e|es|ez|er)",
    # Spanish
    r"acept(?:a|e|ar|ala|alo|ela|elo)|confirm(?:a|e|ar|ala|alo|ela|elo)|autori(?:za|ce|zar)|permit(?:a|e|ir)"
    r"|valid(?:a|e|ar)",
)
APPROVING = (  # a wish for a yes by themselves, whatever it is about
    r"\bapprov(?:e|es|ing)\b|\b(?:accept|allow|authori[sz]e|permit) (?:it|that|this|them|what\w*|all|everything)\b",
    r"\b(?:press|tap|click|hit|push|touch|say|choose|select|answer|reply)\w*\b.{1,15}\byes\b",
    r"\blet (?:me|it|us) (?:in|through)\b",
    r"\bkeur(?:t|en)?\b.{1,60}\bgoed\b|\bgoed(?:ge)?keuren\b|\b(?:druk|klik|tik|kies|zeg|antwoord)\w*\b.{1,15}\bja\b",
    r"\bgenehmig(?:e|en|t)?\b|\b(?:druck|klick|tipp|wahl|sag|antwort)\w*\b.{1,20}\bja\b",
    rf"\b(?:nehmen|nimm|nehmt|geben|gib|gebt|lassen|lass|lasst)\b.{{1,20}}\b(?:{PROMPTS[2]})\b.{{1,20}}\b(?:an|frei|zu)\b",
    r"\bapprouv(?:e|es|ez|er)\b|\b(?:appu|cliqu|touch|tape|choisi|dis|dites|repond)\w*\b.{1,15}\boui\b",
    r"\baprueb\w*|\baprobar\b|\b(?:pulsa|pulse|toca|toque|presion[ae]|di|diga|elige|elija)\b(?: en)? \W?si\b",
)
SECRET = pattern(rf"\b(?:{'|'.join(SECRETS)})\b")
WISH = pattern(rf"\b(?:{'|'.join(WISHES)})\b")
TO_US = pattern("|".join(DIRECTED))
PROMPT = pattern(rf"\b(?:{'|'.join(PROMPTS)})\b")
DEVICE = pattern(rf"\b(?:{'|'.join(DEVICES)})\b")
AGREE = pattern(rf"\b(?:{'|'.join(AGREEING)})\b")
APPROVE = pattern("|".join(APPROVING))
SHOWS = pattern("|".join(SHOWN))
SENTENCE = pattern(r"(?<=[.!?])\s+|\n+")
SPACED = pattern(r"(?<=\b[a-z])[ .*_-](?=[a-z]\b)")  # c o d e, c.o.d.e
DRAWN = {"0": "o", "1": "i", "3": "e"}  # c0de, p1n
IN_WORD = pattern(r"(?<=[a-z])[013]|[013](?=[a-z])")
MIXED = pattern(r"[a-z][\u0370-\u052f]|[\u0370-\u052f][a-z]")  # letters of two alphabets in a word: to get past here
ENDINGS = (
    "com|net|org|info|biz|io|ms|app|dev|me|co|link|site|online|shop|top|xyz|eu|uk|us|nl|de|fr|es|be|at|ch|it|pl|ru|cn"
    "|ly|gl|gd|to|se|ai|in|cc|tv|sh|gg|pw|ws|su|ua|jp|br|ca|au|pt|dk|no|fi|cz|ie|kr|tk|ga|cf|ml|page|tech|cloud"
)
NAME = r"\b[\w-]+(?:\.[\w-]+)*"
LINK = pattern(
    rf"\w+:/|\\\\|\b(?:mailto|tel|sip|callto|skype|javascript|data|ms-[\w-]+):\S|\bwww\d?\.|\]\(|<a\b"
    rf"|{NAME}\.[a-z]{{2,}}/\S|{NAME}\.(?:{ENDINGS})\b|\s\.(?:{ENDINGS})\b"
    rf"|\b[\w-]*[\w-]{{2}}(?:\.[\w-]+)*\.[^\W\d_]{{2,}}\b"  # any ending: Teams knows more of them than we
    rf"|\b\d{{1,3}}(?:\.\d{{1,3}}){{3}}\b",
    IGNORECASE,
)
DOTS = {ord(each): "." for each in "\u3002\uff0e\uff61"}  # which stand for a dot in an address, too


def asks_for_secret(text: str) -> bool:
    """Does a sentence of it ask for a code, a password or a number, in English, Dutch, German, French or Spanish? Or
    one name it, and another want it?
    """
    plain = _plain(text)
    if SHOWS.search(plain) is not None or MIXED.search(plain) is not None:
        return True
    apart = SECRET.search(plain) is not None and TO_US.search(plain) is not None
    return apart or any(_asks(sentence) for sentence in SENTENCE.split(plain))


def asks_for_consent(text: str) -> bool:
    """Does it ask to approve what asks on somebody's phone: a sign-in that another may have begun? The prompt may be
    named in one sentence, and the yes be wanted in another.
    """
    plain = _plain(text)
    if APPROVE.search(plain) is not None:
        return True
    if AGREE.search(plain) is not None and PROMPT.search(plain) is not None:
        return True
    return any(AGREE.search(each) is not None and DEVICE.search(each) is not None for each in SENTENCE.split(plain))


def has_link(text: str) -> bool:
    """Is there an address that somebody could open?"""
    return LINK.search(_visible(text).translate(DOTS)) is not None


def _asks(sentence: str) -> bool:
    secret = SECRET.search(sentence)
    return secret is not None and (sentence.rstrip().endswith("?") or WISH.search(sentence) is not None)


def _plain(text: str) -> str:
    """Without accents, capitals, characters that nobody sees, and what else hides a word."""
    spread = normalize("NFKD", _visible(text))
    bare = "".join(each for each in spread if not combining(each)).casefold()
    return IN_WORD.sub(lambda found: DRAWN[found[0]], SPACED.sub("", bare))


def _visible(text: str) -> str:
    return "".join(each for each in normalize("NFKC", text) if category(each) != "Cf")
