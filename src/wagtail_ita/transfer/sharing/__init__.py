"""How a page is shown elsewhere: in a chat, by a search engine, on paper.

``about`` takes of a page what the others need, as plain records; ``picture`` draws the card that
a chat shows, ``structured`` writes JSON-LD, ``qr`` the code on the printed page. None of them
asks the database.
"""
