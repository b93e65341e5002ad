"""The carrier's codes: for each, its class in an answer and in a record, and our sentence.

`MESSAGES` has the codes of Vonage's Messages API, https://developer.vonage.com/en/api-errors/messages;
`NAMES` those of all its APIs, https://developer.vonage.com/en/api-errors; `RECEIPTS` those of the
SMS API's delivery receipts,
https://developer.vonage.com/en/messaging/sms/guides/delivery-receipts. Codes of other channels than
SMS are there too: an account may answer with any.
"""

from __future__ import annotations

from data.refusals import Code, Refusal

_ACCOUNT = (Refusal.ACCOUNT, Refusal.ACCOUNT)
_PASSING = (Refusal.TEMPORARY, Refusal.TEMPORARY)
_ONCE = (Refusal.TEMPORARY, Refusal.AGAIN)
_AGAIN = (Refusal.AGAIN, Refusal.AGAIN)
_MESSAGE = (Refusal.MESSAGE, Refusal.MESSAGE)
# What is wrong with a request's form is likely wrong with the next one's too.
_FORM = (Refusal.ACCOUNT, Refusal.MESSAGE)
_NUMBER = (Refusal.NUMBER, Refusal.NUMBER)
_BLOCKED = (Refusal.BLOCKED, Refusal.BLOCKED)
_UNCERTAIN = (Refusal.UNCERTAIN, Refusal.UNCERTAIN)
_OPTED_OUT = (Refusal.OPTED_OUT, Refusal.OPTED_OUT)
_WEAK_SIGN = (Refusal.WEAK_SIGN, Refusal.WEAK_SIGN)
_REPORT = "Please report this to the makers of sms-tui."

MESSAGES = {
    code: Code(*classes, words)
    for code, classes, words in (
        ("1000", _PASSING, "Vonage asks us to send more slowly."),
        ("1010", _ACCOUNT, f"Vonage misses something in our request. {_REPORT}"),
        ("1020", _FORM, "Vonage does not accept a part of our request."),
        ("1021", _FORM, "Vonage does not accept the request's tag."),
        ("1022", _FORM, "Vonage does not accept the request's template."),
        ("1030", _UNCERTAIN, "Something failed inside Vonage."),
        ("1040", _MESSAGE, "Vonage cannot send to a number that begins like this."),
        ("1050", _BLOCKED, "Vonage has this number barred from getting messages."),
        ("1060", _ACCOUNT, "Vonage has barred the account from sending. Ask its support."),
        ("1070", _ACCOUNT, "The Vonage account has no credit left. Top it up."),
        ("1080", _ACCOUNT, "The Vonage account may not send this way. Ask its support."),
        ("1090", _MESSAGE, "The text is too long."),
        ("1100", _ONCE, "Vonage could not hand the text on."),
        ("1110", _ACCOUNT, "Vonage does not accept the request's signature. Check the keys."),
        (
            "1120",
            _ACCOUNT,
            "The sending number may not be used for this country. See its registration at Vonage.",
        ),
        ("1130", _FORM, "Vonage does not accept how long the text may live."),
        ("1140", _ACCOUNT, "The Vonage account does not include this. Ask its support."),
        ("1150", _ACCOUNT, f"Vonage does not know this class of message. {_REPORT}"),
        (
            "1160",
            _ACCOUNT,
            "The Vonage account may only text numbers on its list. Take it out of its trial.",
        ),
        ("1170", _NUMBER, "The client's number is not valid."),
        ("1180", _AGAIN, "The phone was off or without a signal."),
        ("1190", _NUMBER, "The client's number is no longer in use."),
        ("1200", _MESSAGE, "The number has changed its network, and that went wrong there."),
        ("1210", _BLOCKED, "The text was taken for spam at the client's network."),
        ("1220", _AGAIN, "The phone was busy."),
        ("1230", _AGAIN, "The network failed while the text was on its way."),
        ("1240", _OPTED_OUT, "The number is barred, or its owner has opted out."),
        ("1241", _PASSING, "Too many texts went to numbers in a short time."),
        ("1242", _ACCOUNT, "Vonage lets this account send no texts now. Ask its support."),
        ("1250", _NUMBER, "No route leads to the client's number."),
        ("1251", _MESSAGE, "Vonage found no route to the client's network."),
        ("1260", _MESSAGE, "The client's number could not be reached."),
        ("1270", _MESSAGE, "The client's network does not let this through for their age."),
        ("1280", _MESSAGE, "The client's network has texts barred for their number."),
        ("1282", _BLOCKED, "The client's provider blocked the text."),
        ("1290", _MESSAGE, "The client's prepaid account cannot pay for it."),
        ("1300", _NUMBER, "The client's number is not one of a mobile network."),
        ("1310", _MESSAGE, "The client's phone cannot show it."),
        ("1320", _UNCERTAIN, "Vonage says that it was sent already."),
        ("1330", _MESSAGE, "The network did not say why."),
        ("1331", _ONCE, "The network's provider does not answer."),
        ("1340", _MESSAGE, "The time to answer the client was over."),
        ("1350", _MESSAGE, "A fee for matching phones was not paid."),
        ("1360", _MESSAGE, "It could not be delivered in time."),
        ("1370", _MESSAGE, "A token of the channel has expired."),
        ("1380", _MESSAGE, "What the message names could not be fetched."),
        ("1381", _MESSAGE, "What the message names is too large."),
        ("1382", _MESSAGE, "What the message names is of the wrong type."),
        ("1400", _ACCOUNT, f"Vonage does not know this channel. {_REPORT}"),
        ("1410", _ACCOUNT, f"Vonage does not accept the channel's parameters. {_REPORT}"),
        ("1420", _ACCOUNT, "The sending number is not valid. Check [vonage] from."),
        ("1430", _NUMBER, "The client's number is not valid for texts."),
        ("1431", _ACCOUNT, f"Vonage does not accept the recipient's form. {_REPORT}"),
        ("1440", _ACCOUNT, f"Vonage does not know this type of message. {_REPORT}"),
        ("1450", _ACCOUNT, f"Vonage does not accept our reference. {_REPORT}"),
        ("1451", _MESSAGE, "The message it answers is not known any more."),
        (
            "1460",
            _ACCOUNT,
            "The daily limit of texts is reached. See the number's 10DLC registration.",
        ),
        ("1461", _MESSAGE, "The provider spares the client further messages for now."),
        ("1470", _MESSAGE, "A rule of Vonage's Fraud Defender blocks numbers that begin so."),
        ("1472", _PASSING, "Vonage's Fraud Defender limits how fast texts go out."),
        ("1473", _MESSAGE, "Vonage's Fraud Defender took it for inflated traffic."),
        ("1476", _ACCOUNT, "Vonage's Fraud Defender stops this account's texts. See its rules."),
        ("1480", _ACCOUNT, "The country asks for a registered sender. Ask Vonage's support."),
        ("1481", _ACCOUNT, "The sending number is not registered. Ask Vonage's support."),
        ("1482", _MESSAGE, "The country asks for a registered wording."),
        ("1483", _WEAK_SIGN, "The country's register has no consent of this client."),
        ("1484", _ACCOUNT, "A rule of the country forbids it. Ask Vonage's support."),
        ("1490", _UNCERTAIN, "Vonage does not know whether it was delivered."),
        ("2001", _BLOCKED, "The client's side blocked the text."),
    )
}

NAMES = {
    "low-balance": "The Vonage account has no credit left. Top it up.",
    "unauthorized": "Vonage refuses the account's credentials. Check them.",
    "forbidden": "Vonage does not let this account send. Check its keys and what it includes.",
    "not-found": "Vonage does not know what we asked for. Check api_host under [vonage].",
    "unprovisioned": "The Vonage account does not include the Messages API. Ask its support.",
    "account-suspended": "Vonage has suspended the account. Ask its support.",
    "application-suspended": "Vonage has suspended the application. Ask its support.",
    "invalid-ip": "Vonage does not accept this machine's address. See the account's list.",
    "jwt-expired": "Vonage took our token for expired. See whether this clock is right.",
    "jwt-revoked": "Vonage has revoked the application's key. Make a new one.",
    "jwt-invalid": "Vonage does not accept our token. Check the application's key.",
    "invalid-api-key": "Vonage does not know the API key. Check VONAGE_API_KEY.",
    "invalid-signature": "Vonage does not accept the request's signature. Check the keys.",
}

# Answers with status 422 have other numbers for what is wrong with a request, under the same page:
# their title says it, and stands here for a code of the first list. By both, never by number alone.
UNPROCESSABLE_TITLES = {
    "invalid sender": "1420",
    "invalid recipient": "1430",
    "invalid client reference": "1450",
    "invalid message type": "1440",
    "invalid channel parameters": "1410",
    "unsupported channel": "1400",
}
UNPROCESSABLE = {"110": "1430", "1060": "1450", "1110": "1410", "1120": "1420", "1140": "1440"}

RECEIPTS = {
    code: Code(*classes, words)
    for code, classes, words in (
        ("0", _MESSAGE, "It was delivered."),
        ("1", _MESSAGE, "The network did not say why."),
        ("2", _AGAIN, "The phone was off or without a signal."),
        ("3", _NUMBER, "The client's number is no longer in use."),
        ("4", _MESSAGE, "The client has texts barred at their network."),
        ("5", _MESSAGE, "The number has changed its network, and that went wrong there."),
        ("6", _BLOCKED, "The client's network took the text for spam."),
        ("7", _AGAIN, "The phone was busy."),
        ("8", _AGAIN, "The network failed while the text was on its way."),
        ("9", _OPTED_OUT, "The client opted out at the carrier."),
        ("10", _MESSAGE, "A part of the text could not be sent."),
        ("11", _NUMBER, "No route leads to the client's number."),
        ("12", _NUMBER, "The client's number could not be found."),
        ("13", _MESSAGE, "The client's network does not let this through for their age."),
        ("14", _MESSAGE, "The client's network has texts barred for their number."),
        ("15", _MESSAGE, "The client's prepaid account cannot pay for it."),
        ("50", _ACCOUNT, "The country asks for a registered sender. Ask Vonage's support."),
        ("51", _ACCOUNT, "The sending number is not registered. Ask Vonage's support."),
        ("52", _MESSAGE, "The country asks for a registered wording."),
        ("53", _WEAK_SIGN, "The country's register has no consent of this client."),
        ("54", _ACCOUNT, "A rule of the country forbids it. Ask Vonage's support."),
        ("99", _MESSAGE, "The network did not say why."),
    )
}
