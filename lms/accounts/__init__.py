"""People, memberships and roles, invitations, sign-in and its sessions.

It refuses to say whether an address is known, and lets nobody but the person change their address.
"""
