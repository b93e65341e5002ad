"""Reading what a client answers: words in, one `Meaning` and the rule that gave it out. Pure.

The steps, each a module: what of a message is the client's own speech (`own_words`), its words and
sentences (`tokens`), words that are glued, misspelled or written with look-alike letters
(`slips`), phrases by classes of words (`phrases`, with `english` and `other_languages` as tables),
and the verdict (`reader`). The reader is bold where a client may want no texts and strict where a
reply would give consent.
"""
