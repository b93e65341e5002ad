"""What people see: one file per screen, the pieces they share in `screens.widgets`.

Screens read and write the store; they know nothing of the carrier or of the program that shows
them.
"""
