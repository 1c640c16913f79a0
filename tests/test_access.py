"""Who may open what: one table of every route, walked with every kind of visitor."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from litestar import Litestar

from abstracts.tables import Call
from conference.meetings.tables import Meeting
from conference.orm import Actor, clock
from conference.people import actions
from conference.people.access import GRANTED_ROLES, Role, effective_roles
from conference.people.rules import PersonInfo
from tests.cast import Cast

# Written by hand, apart from the handlers: a new page is closed to everybody until it stands here.
TABLE = {
    "public": """
        POST     /api/v1/print/jobs
        POST     /api/v1/print/jobs/{job}
        GET      /{slug}/certificates
        GET      /{slug}/certificates/{code}
        GET      /api/v1/meetings
        GET      /api/v1/meetings/{slug}
        GET      /api/v1/meetings/{slug}/items
        GET      /api/v1/meetings/{slug}/people
        GET      /api/v1/meetings/{slug}/people/{person}
        GET      /api/v1/meetings/{slug}/programme
        GET      /api/v1/meetings/{slug}/releases
        GET      /api/v1/meetings/{slug}/sessions
        GET      /api/v1/meetings/{slug}/sessions/{code}
        GET      /api/v1/openapi.json
        GET      /{slug}/awards
        GET+POST /{slug}/awards/letters/{secret}
        GET+POST /{slug}/reviewing/invitation/{secret}
        GET      /{slug}/register/prices
        GET      /
        GET      /b/{token}
        GET+POST /{slug}/kiosk
        GET      /{slug}/kiosk/you
        POST     /{slug}/kiosk/name
        POST     /{slug}/kiosk/print
        GET      /{slug}/kiosk/done
        GET      /{slug}/kiosk/badge.svg
        GET      /{slug}/kiosk/badge.pdf
        GET+POST /{slug}/kiosk/staff
        POST     /{slug}/kiosk/staff/in-order
        POST     /{slug}/kiosk/staff/leave
        GET      /calendar/{token}
        GET      /health
        GET+POST /sign-in
        GET+POST /sign-in/code
        GET+POST /sign-in/link/{token}
        GET+POST /sign-in/name
        POST     /sign-out
        GET      /theme/{choice}
        GET      /{slug}
        GET      /{slug}/abstracts
        GET      /{slug}/abstract-book.pdf
        GET      /{slug}/abstracts/{code}/cite
        GET      /{slug}/abstracts/{code}/cite.bib
        GET      /{slug}/abstracts/{code}/cite.ris
        GET      /{slug}/book
        GET      /{slug}/book/authors
        GET      /{slug}/book/files/{file}
        GET      /{slug}/book/{code}
        GET      /{slug}/book/{code}/figure
        GET+POST /{slug}/agree/{secret}
        GET      /{slug}/posters
        GET      /{slug}/programme
        GET      /{slug}/programme.csv
        GET      /{slug}/programme.ics
        GET      /{slug}/programme.pdf
        GET      /{slug}/programme/addendum.pdf
        GET      /{slug}/programme/day-sheets/{file}
        GET      /{slug}/programme/calendars
        GET      /{slug}/programme/days/{file}
        GET      /{slug}/programme/rooms/{file}
        GET      /{slug}/programme/tracks/{file}
        GET      /{slug}/programme.json
        GET      /{slug}/programme.xcal
        GET      /{slug}/programme.xlsx
        GET      /{slug}/programme.xml
        GET      /{slug}/programme/embed
        GET      /{slug}/programme/addendum
        GET      /{slug}/programme/changes.atom
        GET      /{slug}/manifest.webmanifest
        GET      /{slug}/worker.js
        GET      /{slug}/programme/now
        GET      /{slug}/programme/people
        GET      /{slug}/programme/people/{person}
        GET      /{slug}/programme/releases
        GET      /{slug}/programme/releases/{number}
        GET      /{slug}/programme/releases/{number}/changes
        GET      /{slug}/programme/sessions/{code}
        GET+POST /{slug}/register
        GET+POST /{slug}/register/check
        GET+POST /{slug}/register/code
        POST     /{slug}/register/code/again
        GET+POST /{slug}/register/what
        POST     /{slug}/register/what/price
        POST     /{slug}/register/check/keep
        GET      /{slug}/register/terms
        GET      /{slug}/visa-letters/{code}
        GET+POST /demo-card/{session}
        POST     /webhooks/stripe
    """,
    "signed in": """
        GET+POST /{slug}/who-scanned-me
        POST     /{slug}/who-scanned-me/withdraw
        GET      /{slug}/leads
        GET+POST /{slug}/leads/{key}
        POST     /{slug}/leads/{key}/note
        GET      /{slug}/leads/{key}/leads.csv
        GET      /{slug}/leads/{key}/leads.xlsx
        GET      /{slug}/my-papers
        POST     /{slug}/my-papers/certificates
        GET      /{slug}/my-papers/certificates/{file}
        GET+POST /my/access-tokens
        POST     /my/access-tokens/{access_token}/revoke
        GET+POST /{slug}/awards/{key}
        POST     /{slug}/awards/{key}/withdraw
        POST     /{slug}/awards/{key}/remind/{letter}
        GET+POST /{slug}/awards/{key}/offer
        GET+POST /{slug}/my-times
        GET      /my/groups/{code}
        POST     /my/groups/{code}/people/{registration}/link
        GET+POST /my/registrations/{code}/proof
        GET+POST /my/registrations/{code}/badge
        GET      /my/registrations/{code}/badge.svg
        POST     /my/registrations/{code}/badge/collectors
        POST     /my/registrations/{code}/badge/collectors/{pick_up}/withdraw
        GET+POST /{slug}/register/group
        GET+POST /{slug}/register/group/check
        GET+POST /{slug}/register/waiting/{key}
        POST     /{slug}/register/waiting/{key}/leave
        GET      /my
        GET+POST /my/profile
        POST     /my/profile/addresses
        POST     /my/profile/addresses/change
        GET+POST /my/profile/addresses/verify
        GET      /my/registrations/{code}
        GET+POST /my/registrations/{code}/cancel
        GET+POST /my/registrations/{code}/category
        GET+POST /my/registrations/{code}/day
        GET+POST /my/registrations/{code}/extras
        GET+POST /my/registrations/{code}/guests
        GET+POST /my/registrations/{code}/mode
        GET+POST /my/registrations/{code}/transfer
        GET+POST /my/registrations/{code}/visa-refusal
        GET      /my/registrations/{code}/meeting.ics
        POST     /{slug}/abstracts/count
        GET      /{slug}/abstracts/{code}/versions
        GET      /{slug}/abstracts/{code}/figure
        GET+POST /{slug}/abstracts/late/{secret}
        GET+POST /{slug}/abstracts/new
        GET      /{slug}/abstracts/{code}
        GET+POST /{slug}/abstracts/{code}/edit
        GET+POST /{slug}/abstracts/{code}/withdraw
        GET+POST /{slug}/abstracts/{code}/authors
        POST     /{slug}/abstracts/{code}/authors/{asked}/ask
        GET+POST /{slug}/abstracts/{code}/presenter
        GET+POST /{slug}/abstracts/{code}/answer
        GET      /{slug}/my-agenda
        POST     /{slug}/my-agenda/renew
        POST     /{slug}/my-agenda/revoke
        POST     /{slug}/my-agenda/subscribe
        POST     /{slug}/programme/stars
        GET      /{slug}/programme/sessions/{code}/stream
        GET      /{slug}/register/done/{code}
        POST     /{slug}/register/later
        GET+POST /{slug}/register/other
        GET      /my/orders/{code}
        GET+POST /my/orders/{code}/billing
        GET+POST /my/registrations/{code}/details
        GET+POST /my/registrations/{code}/visa-letter
        GET      /my/registrations/{code}/visa-letter.pdf
        GET+POST /{slug}/register/member
        GET+POST /{slug}/register/member/code
        GET+POST /my/orders/{code}/pay-by-card
        GET      /my/orders/{code}/card-return
        GET      /my/orders/{code}/documents/{file}
        POST     /my/orders/{code}/documents/pro-forma
    """,
    "reviewer": """
        GET+POST /{slug}/reviewing/profile
        GET      /{slug}/reviewing
        GET+POST /{slug}/reviewing/{round_key}/offline
        POST     /{slug}/reviewing/{round_key}/offline/apply
        GET      /{slug}/reviewing/{round_key}/offline/form.csv
        GET      /{slug}/reviewing/{round_key}/offline/form.txt
        GET      /{slug}/reviewing/{round_key}/offline/form.xlsx
        GET+POST /{slug}/reviewing/{round_key}/{code}
        POST     /{slug}/reviewing/{round_key}/{code}/draft
        GET      /{slug}/reviewing/{round_key}/{code}/figure
        POST     /{slug}/reviewing/{round_key}/{code}/stand-back
        POST     /{slug}/reviewing/{round_key}/{code}/take-back
        GET      /{slug}/committee/abstracts/{code}/reviews
        GET      /{slug}/committee/discussion
        GET+POST /{slug}/committee/discussion/{code}
        POST     /{slug}/committee/discussion/{code}/delete
        GET      /{slug}/committee/scores
        GET      /{slug}/committee/scores.csv
        GET      /{slug}/committee/scores.xlsx
    """,
    "programme reviewer": """
        GET      /{slug}/committee
        GET+POST /{slug}/committee/decisions
        GET      /{slug}/committee/decisions.csv
        GET      /{slug}/committee/decisions.xlsx
        GET      /{slug}/committee/decisions/counts
        GET+POST /{slug}/committee/decisions/proposal
    """,
    "programme treasurer": """
        GET      /{slug}/committee/fees
    """,
    "treasurer": """
        POST     /{slug}/committee/fees/{code}/waive
    """,
    "programme desk": """
        GET      /{slug}/committee/papers
        GET      /{slug}/committee/papers/door-signs.pdf
    """,
    "programme": """
        GET+POST /{slug}/committee/rounds
        GET+POST /{slug}/committee/rounds/{key}
        POST     /{slug}/committee/rounds/{key}/remove
        GET+POST /{slug}/committee/reviewers
        POST     /{slug}/committee/reviewers/chairs
        GET      /{slug}/committee/reviewers/{reviewer}
        POST     /{slug}/committee/reviewers/{reviewer}/conflicts
        POST     /{slug}/committee/reviewers/{reviewer}/invite
        POST     /{slug}/committee/reviewers/{reviewer}/remove
        POST     /{slug}/committee/reviewers/{reviewer}/restore
        POST     /{slug}/committee/reviewers/{reviewer}/waive
        GET      /{slug}/committee/assignments
        GET+POST /{slug}/committee/assignments/remind
        GET+POST /{slug}/committee/assignments/{key}/abstracts/{code}
        POST     /{slug}/committee/assignments/{key}/abstracts/{code}/take-back
        GET      /{slug}/committee/assignments/{key}/assignments.csv
        GET+POST /{slug}/committee/assignments/{key}/import
        GET+POST /{slug}/committee/assignments/{key}/proposal
        POST     /{slug}/committee/abstracts/{code}/reviews
        GET      /{slug}/committee/scores/reviewers
        GET      /{slug}/committee/calls
        GET+POST /{slug}/committee/calls/{key}
        GET+POST /{slug}/committee/calls/{key}/extend
        GET+POST /{slug}/committee/calls/{key}/late
        POST     /{slug}/committee/calls/{key}/late/{link}/revoke
        POST     /{slug}/committee/calls/{key}/move
        GET      /{slug}/committee/calls/{key}/preview
        POST     /{slug}/committee/calls/{key}/remove
        GET      /{slug}/committee/requests
        POST     /{slug}/committee/requests/{wanted}
        POST     /{slug}/committee/requests/objections/{objection}
        GET+POST /{slug}/committee/topics
        GET      /{slug}/committee/abstracts
        GET+POST /{slug}/committee/abstracts/import
        GET+POST /{slug}/committee/abstracts/import/{import_id}
        POST     /{slug}/committee/abstracts/import/{import_id}/undo
        GET      /{slug}/committee/abstracts/{code}
        GET      /{slug}/committee/abstracts/{code}/versions
        GET+POST /{slug}/committee/availability/{person}
        GET      /{slug}/committee/availability
        GET      /{slug}/committee/conflicts
        GET      /{slug}/committee/conflicts.csv
        POST     /{slug}/committee/conflicts/acknowledge
        POST     /{slug}/committee/conflicts/withdraw
        GET+POST /{slug}/committee/programme-rules
        GET+POST /{slug}/committee/rooms
        GET+POST /{slug}/committee/rooms/{room_id}
        POST     /{slug}/committee/abstracts/{code}/decide
        POST     /{slug}/committee/abstracts/{code}/unhold
        POST     /{slug}/committee/abstracts/{code}/presenter
        GET      /{slug}/committee/abstracts.csv
        GET      /{slug}/committee/abstracts.xlsx
        GET+POST /{slug}/committee/decisions/targets
        GET      /{slug}/committee/decisions/letters
        GET+POST /{slug}/committee/decisions/letters/{outcome}
        GET+POST /{slug}/committee/decisions/release
        GET      /{slug}/committee/decisions/waiting
        POST     /{slug}/committee/decisions/waiting/order
        GET+POST /{slug}/committee/decisions/waiting/{code}
        GET      /{slug}/committee/presenters
        POST     /{slug}/committee/presenters/remind
        POST     /{slug}/committee/presenters/{code}/extend
        POST     /{slug}/committee/presenters/{code}/release
        GET+POST /{slug}/committee/rules
        GET+POST /{slug}/committee/book
        GET      /{slug}/committee/book/{file}
        GET+POST /{slug}/committee/numbers
        GET      /{slug}/committee/numbers/boards
        GET      /{slug}/committee/numbers/boards.csv
        GET+POST /{slug}/committee/numbers/boards/{poster}
        POST     /{slug}/committee/numbers/freeze
        GET      /{slug}/committee/numbers/labels.pdf
        GET+POST /{slug}/committee/numbers/proposal
        POST     /{slug}/committee/numbers/together/{first}/{second}
        GET      /{slug}/committee/programme
        GET      /{slug}/committee/programme/abstracts/{code}/place
        GET+POST /{slug}/committee/programme/accept
        GET+POST /{slug}/committee/programme/add
        GET      /{slug}/committee/programme/changes
        GET      /{slug}/committee/programme/history
        POST     /{slug}/committee/programme/move
        POST     /{slug}/committee/programme/redo
        POST     /{slug}/committee/programme/several
        GET      /{slug}/committee/programme/sessions/{code}/move
        GET      /{slug}/committee/programme/sessions/{code}/talks
        GET      /{slug}/committee/programme/tray
        POST     /{slug}/committee/programme/undo
        GET      /{slug}/committee/programme/embed
        GET      /{slug}/committee/programme/exports
        GET      /{slug}/committee/programme/exports/{file}
        GET+POST /{slug}/committee/programme/import
        GET+POST /{slug}/committee/programme/import/{import_id}
        GET+POST /{slug}/committee/programme/sessions/new
        GET+POST /{slug}/committee/programme/sessions/{code}
        POST     /{slug}/committee/programme/sessions/{code}/arrange
        POST     /{slug}/committee/programme/sessions/{code}/cancel
        POST     /{slug}/committee/programme/sessions/{code}/copy
        GET+POST /{slug}/committee/programme/sessions/{code}/fill
        POST     /{slug}/committee/programme/sessions/{code}/place
        POST     /{slug}/committee/programme/sessions/{code}/reinstate
        GET+POST /{slug}/committee/programme/sessions/{code}/slots/new
        GET+POST /{slug}/committee/programme/sessions/{code}/slots/{slot}
        POST     /{slug}/committee/programme/sessions/{code}/slots/{slot}/abstract
        POST     /{slug}/committee/programme/sessions/{code}/slots/{slot}/move
        POST     /{slug}/committee/programme/sessions/{code}/slots/{slot}/remove
        GET      /{slug}/committee/not-shown
        GET+POST /{slug}/committee/not-shown/{kind}/{subject}
        GET+POST /{slug}/committee/releases
        GET      /{slug}/committee/releases/{number}
        GET+POST /{slug}/committee/releases/{number}/restore
        GET      /{slug}/committee/emergency
        GET+POST /{slug}/committee/emergency/{code}
    """,
    "desk": """
        GET      /{slug}/desk
        GET      /{slug}/desk/arrivals
        GET+POST /{slug}/desk/badges
        GET+POST /{slug}/desk/guests
        GET      /{slug}/desk/more
        GET+POST /{slug}/desk/kiosks
        POST     /{slug}/desk/kiosks/{kiosk}/open
        POST     /{slug}/desk/kiosks/{kiosk}/close
        GET      /{slug}/desk/guests/badges.pdf
        GET+POST /{slug}/desk/walk-in
        GET+POST /{slug}/desk/walk-in/{quote}
        GET      /{slug}/desk/walk-in/{quote}/badge.svg
        POST     /{slug}/desk/walk-in/choices
        POST     /{slug}/desk/walk-in/desk
        GET      /{slug}/desk/badges.pdf
        GET      /{slug}/desk/badges/batches/{batch}
        GET      /{slug}/desk/badges/batches/{batch}/badges.pdf
        POST     /{slug}/desk/badges/batches/{batch}/again
        POST     /{slug}/desk/badges/batches/{batch}/cancel
        POST     /{slug}/desk/badges/batches/{batch}/delete
        GET      /{slug}/desk/stations
        POST     /{slug}/desk/stations/use
        GET      /{slug}/desk/stations/{station}
        GET      /{slug}/desk/stations/{station}/test.pdf
        POST     /{slug}/desk/stations/{station}/test
        POST     /{slug}/desk/stations/{station}/pause
        POST     /{slug}/desk/stations/{station}/jobs/{job}/again
        POST     /{slug}/desk/stations/{station}/jobs/{job}/cancel
        POST     /{slug}/desk/stations/{station}/jobs/{job}/here
        POST     /{slug}/desk/stations/{station}/jobs/{job}/move
        GET      /{slug}/desk/people/{code}
        GET      /{slug}/desk/people/{code}/fee
        POST     /{slug}/desk/people/{code}/fee
        POST     /{slug}/desk/people/{code}/badge-name
        GET      /{slug}/desk/people/{code}/badge.pdf
        GET      /{slug}/desk/people/{code}/badge.svg
        POST     /{slug}/desk/people/{code}/check-in
        POST     /{slug}/desk/people/{code}/print
        POST     /{slug}/desk/people/{code}/undo
        POST     /{slug}/desk/people/{code}/let-in
        POST     /{slug}/desk/people/{code}/collectors
        POST     /{slug}/desk/people/{code}/collectors/{pick_up}/hand-out
        POST     /{slug}/desk/people/{code}/collectors/{pick_up}/withdraw
        POST     /{slug}/desk/people/{code}/notes
        POST     /{slug}/desk/people/{code}/notes/{note}/end
        GET      /{slug}/desk/calculator
        GET      /{slug}/desk/offline
        GET      /{slug}/desk/offline/manifest.webmanifest
        GET      /{slug}/desk/offline/roll.json
        POST     /{slug}/desk/offline/sync
        GET      /{slug}/desk/worker.js
        GET+POST /{slug}/desk/scan
        GET      /{slug}/desk/scanner
        GET      /{slug}/desk/doors
        GET+POST /{slug}/desk/doors/{key}
        GET      /{slug}/desk/doors/{key}/counts
        POST     /{slug}/desk/doors/{key}/let-in
        GET      /{slug}/desk/doors/{key}/log
        GET      /{slug}/desk/doors/{key}/log.csv
        POST     /{slug}/desk/station
        GET      /{slug}/desk/emergency
        POST     /{slug}/desk/emergency/badges.pdf
        POST     /{slug}/desk/emergency/roll.csv
        POST     /{slug}/desk/emergency/temporary-badges.pdf
        GET+POST /{slug}/desk/emergency/temporary
        POST     /{slug}/desk/emergency/temporary/{number}/end
        GET      /{slug}/desk/layouts
        GET      /{slug}/desk/layouts/{key}/preview.svg
        GET      /{slug}/desk/stocks
        GET+POST /{slug}/desk/stocks/new
        GET      /{slug}/desk/stocks/{key}
        GET+POST /{slug}/desk/stocks/{key}/change
        POST     /{slug}/desk/stocks/{key}/retire
        POST     /{slug}/desk/stocks/{key}/take-up
        GET      /{slug}/desk/stocks/{key}/calibration.pdf
        GET      /{slug}/desk/till
        POST     /{slug}/desk/till/station
        GET+POST /{slug}/desk/till/orders/{code}
        GET      /{slug}/desk/till/payments/{payment}
        GET      /{slug}/desk/till/payments/{payment}/receipt.pdf
        POST     /{slug}/desk/till/payments/{payment}/take-back
        GET+POST /{slug}/desk/till/cash-up
    """,
    "supervisor": """
        GET+POST /{slug}/desk/stations/new
        GET+POST /{slug}/desk/stations/{station}/edit
        POST     /{slug}/desk/stations/{station}/key
        POST     /{slug}/desk/stations/{station}/retire
        GET      /{slug}/desk/offline/devices
        POST     /{slug}/desk/offline/devices/{client_id}/seen
        GET      /{slug}/desk/supervisor
        GET+POST /{slug}/desk/doors/new
        GET+POST /{slug}/desk/doors/propose
        GET+POST /{slug}/desk/doors/{key}/edit
        POST     /{slug}/desk/supervisor/pin
        POST     /{slug}/desk/people/{code}/let-in/{override_id}/withdraw
    """,
    "desk treasurer": """
        GET      /{slug}/desk/till/cash-ups
        GET      /{slug}/desk/till/cash-ups/{cash_up}
    """,
    "office programme": """
        GET      /{slug}/office/certificates
        GET      /{slug}/office/certificates/files/{file}
        GET      /{slug}/office/certificates/kinds/{kind}
        GET+POST /{slug}/office/certificates/kinds/{kind}/issue
        GET+POST /{slug}/office/certificates/not-shown
        GET+POST /{slug}/office/certificates/one/{code}
        GET      /{slug}/office/certificates/one/{code}/certificate.pdf
        GET      /{slug}/committee/awards
        GET      /{slug}/committee/awards/{key}
        GET      /{slug}/committee/awards/{key}/applications.csv
        POST     /{slug}/committee/awards/{key}/evaluate
        POST     /{slug}/committee/awards/{key}/order
        POST     /{slug}/committee/awards/{key}/announce
        GET+POST /{slug}/committee/awards/{key}/rules
        POST     /{slug}/committee/awards/{key}/remove
        GET+POST /{slug}/committee/awards/{key}/extend
        GET+POST /{slug}/committee/awards/{key}/offers
        GET      /{slug}/committee/awards/{key}/applications/{application}
        GET      /{slug}/committee/awards/{key}/applications/{application}/letters/{letter}
        POST     /{slug}/committee/awards/{key}/applications/{application}/waive
        POST     /{slug}/committee/awards/{key}/applications/{application}/late-letters
        POST     /{slug}/committee/awards/{key}/applications/{application}/forfeit
        POST     /{slug}/committee/awards/{key}/applications/{application}/reinstate
    """,
    "office treasurer": """
        GET      /{slug}/office/awards
        GET      /{slug}/office/awards.csv
        POST     /{slug}/office/awards/{application}/pay
        POST     /{slug}/office/awards/{application}/end
        POST     /{slug}/office/awards/{application}/take-back
        GET+POST /{slug}/office/bank
        GET      /{slug}/office/bank/open
        GET+POST /{slug}/office/bank/{statement}
        GET      /{slug}/office/bank/entries/{entry}
        POST     /{slug}/office/bank/entries/{entry}/assign
        POST     /{slug}/office/bank/entries/{entry}/set-aside
        POST     /{slug}/office/bank/entries/{entry}/take-up
        POST     /{slug}/office/bank/allocations/{allocation}/undo
        GET      /{slug}/office/reconciliation
        GET      /{slug}/office/reconciliation.csv
        GET      /{slug}/office/balances.csv
        GET      /{slug}/office/revenue
        GET      /{slug}/office/revenue.csv
        GET      /{slug}/office/payments.csv
        GET      /{slug}/office/payments.xlsx
        GET      /{slug}/office
        GET      /{slug}/office/unpaid
        POST     /{slug}/office/unpaid/{code}/extend
        POST     /{slug}/office/unpaid/{code}/give-up
        POST     /{slug}/office/unpaid/{code}/reinstate
        POST     /{slug}/office/unpaid/{code}/undo-late
        GET      /{slug}/office/orders
        GET      /{slug}/office/orders/{code}
        POST     /{slug}/office/orders/{code}/payments
        POST     /{slug}/office/orders/{code}/refunds
        GET      /{slug}/office/card-payments
        POST     /{slug}/office/card-payments/ask
        POST     /{slug}/office/card-payments/duplicates
        GET+POST /{slug}/office/orders/{code}/refund-card
        POST     /{slug}/office/orders/{code}/refund-card/again
        GET      /{slug}/office/documents
        GET      /{slug}/office/documents.csv
        GET      /{slug}/office/documents.xlsx
        GET      /{slug}/office/documents/{file}
        POST     /{slug}/office/documents/missing
        GET+POST /{slug}/office/invoicing
        GET+POST /{slug}/office/invoicing/taxes
        POST     /{slug}/office/orders/{code}/documents/invoice
        POST     /{slug}/office/orders/{code}/documents/pro-forma
        GET+POST /{slug}/office/orders/{code}/documents/{number}/correct
    """,
    "office": """
        POST     /{slug}/desk/layouts
        GET+POST /{slug}/desk/layouts/{key}
        POST     /{slug}/desk/layouts/{key}/copy
        POST     /{slug}/desk/layouts/{key}/default
        POST     /{slug}/desk/layouts/{key}/preview
        POST     /{slug}/desk/layouts/{key}/retire
        GET+POST /{slug}/desk/pictures
        GET      /{slug}/desk/pictures/{picture}/preview
        POST     /{slug}/desk/pictures/{picture}/replace
        POST     /{slug}/desk/pictures/{picture}/delete
        GET+POST /{slug}/office/lost-badges
        GET+POST /{slug}/office/exhibitors
        POST     /{slug}/office/exhibitors/{key}/end
        POST     /{slug}/office/exhibitors/{key}/members
        POST     /{slug}/office/exhibitors/{key}/members/end
        GET      /{slug}/desk/doors/{key}/stays
        GET+POST /{slug}/desk/doors/{key}/stays/{scan}
        GET      /{slug}/office/signatures
        GET+POST /{slug}/office/signatures/{purpose}
        GET      /{slug}/office/signatures/{purpose}/picture
        GET      /{slug}/office/visa-letters/sample.pdf
        GET      /{slug}/office/certificates/credits
        GET      /{slug}/office/certificates/credits/accreditor.csv
        GET      /{slug}/office/certificates/credits/people/{code}
        GET+POST /{slug}/office/certificates/policy
        POST     /{slug}/office/certificates/policy/preview
        GET+POST /{slug}/office/visa-letters/issue
        GET      /{slug}/office/needs
        GET      /{slug}/office/needs.csv
        GET      /{slug}/office/visa-letters
        POST     /{slug}/office/visa-letters/{code}
        GET      /{slug}/office/visa-letters/{code}/letter.pdf
        GET+POST /{slug}/office/registrations/new
        GET      /{slug}/office/proofs
        POST     /{slug}/office/proofs/{code}
        GET      /{slug}/office/proofs/{proof}/file
        GET      /{slug}/office/waiting-list
        POST     /{slug}/office/waiting-list/{entry}/offer
        POST     /{slug}/office/waiting-list/{entry}/remove
        GET      /{slug}/office/audit
        GET      /{slug}/office/letters
        GET      /{slug}/office/letters/{letter}
        POST     /{slug}/office/letters/{letter}/retry
        GET+POST /{slug}/office/meeting
        POST     /{slug}/office/meeting/milestones
        GET+POST /{slug}/office/meeting/milestones/{milestone}
        POST     /{slug}/office/meeting/rooms
        POST     /{slug}/office/meeting/rooms/remove
        GET      /{slug}/office/orders/{code}/cancel
        GET+POST /{slug}/office/changes
        GET+POST /{slug}/office/changes/{change_id}
        GET+POST /{slug}/office/registrations/{code}/cancel
        GET+POST /{slug}/office/registrations/{code}/category
        GET+POST /{slug}/office/registrations/{code}/credit
        GET+POST /{slug}/office/registrations/{code}/day
        GET+POST /{slug}/office/registrations/{code}/extras
        GET+POST /{slug}/office/registrations/{code}/guests
        GET+POST /{slug}/office/registrations/{code}/mode
        GET+POST /{slug}/office/registrations/{code}/transfer
        GET+POST /{slug}/office/registrations/{code}/visa-refusal
        GET      /{slug}/office/registrations/{code}/visa-refusal/file
        GET      /{slug}/office/visa-refusals
        GET      /{slug}/office/prices
        GET+POST /{slug}/office/prices/advice
        GET+POST /{slug}/office/prices/amounts
        GET+POST /{slug}/office/prices/bundles/{key}
        POST     /{slug}/office/prices/bundles/{key}/remove
        GET+POST /{slug}/office/prices/categories/{key}
        POST     /{slug}/office/prices/categories/{key}/remove
        GET      /{slug}/office/prices/codes
        GET      /{slug}/office/prices/codes.csv
        GET+POST /{slug}/office/prices/codes/{name}
        POST     /{slug}/office/prices/codes/{name}/remove
        GET+POST /{slug}/office/prices/copy
        GET      /{slug}/office/prices/extras
        GET+POST /{slug}/office/prices/extras/{key}
        POST     /{slug}/office/prices/extras/{key}/remove
        GET      /{slug}/office/prices/income
        POST     /{slug}/office/prices/income/apply
        POST     /{slug}/office/prices/income/preview
        GET+POST /{slug}/office/prices/income/{country}
        GET+POST /{slug}/office/prices/partners
        POST     /{slug}/office/prices/partners/new
        POST     /{slug}/office/prices/partners/{society}/end
        GET+POST /{slug}/office/prices/periods
        GET+POST /{slug}/office/prices/places
        GET+POST /{slug}/office/prices/refunds
        GET+POST /{slug}/office/prices/rules
        GET      /{slug}/office/prices/test
        GET      /{slug}/office/registrations.csv
        GET      /{slug}/office/registrations.xlsx
        GET+POST /{slug}/office/registrations/import
        GET+POST /{slug}/office/registrations/import/{import_id}
        POST     /{slug}/office/registrations/import/{import_id}/undo
        GET+POST /{slug}/office/roles
        POST     /{slug}/office/roles/revoke
        GET      /{slug}/office/roll
        GET+POST /{slug}/office/roll/import
        GET+POST /{slug}/office/roll/import/{import_id}
        GET+POST /{slug}/office/roll/memberships/{membership}
        GET+POST /{slug}/office/roll/people/{person}
        GET      /{slug}/office/roll.csv
        GET+POST /{slug}/office/roll/import/{import_id}/undo
        GET      /{slug}/office/roll.xlsx
        GET+POST /{slug}/office/members/dues
        POST     /{slug}/office/members/dues/remove
        GET+POST /{slug}/office/council
        POST     /{slug}/office/council/{seat}/end
    """,
}
TABLE["by token"] = """
    GET      /api/v1/meetings/{slug}/agenda
    PUT      /api/v1/meetings/{slug}/agenda/stars/{code}
    DELETE   /api/v1/meetings/{slug}/agenda/stars/{code}
    GET      /api/v1/meetings/{slug}/draft
    GET      /api/v1/meetings/{slug}/draft/conflicts
    POST     /api/v1/meetings/{slug}/draft/sessions/{code}/move
"""
SKIPPED = ("/static/{file_path}",)
DUMMIES = {"slug": "glasgow", "number": "7", "choice": "dark"}
UUID_NAMES = ("proof", "import_id", "letter", "membership", "milestone", "person", "seat")
UUID_NAMES += ("statement", "entry", "allocation", "payment", "cash_up")  # bank and tills
UUID_NAMES += ("change_id",)  # many at once
UUID_NAMES += ("society",)  # partners
UUID_NAMES += ("link",)  # late links
UUID_NAMES += ("access_token",)
UUID_NAMES += ("application",)  # awards
UUID_NAMES += ("reviewer",)
UUID_NAMES += ("poster", "first", "second")  # boards
UUID_NAMES += ("room_id",)  # hours of rooms
UUID_NAMES += ("quote", "kiosk")  # walk-ins, kiosks
UUID_NAMES += ("asked", "wanted", "objection")  # changes
UUID_NAMES += ("pick_up", "note", "override_id")  # the desk
UUID_NAMES += ("batch", "station", "job")  # printing
UUID_NAMES += ("picture", "scan")  # badges and doors
UUID_NAMES += ("client_id",)  # events of devices
DUMMIES |= dict.fromkeys(UUID_NAMES, "00000000-0000-4000-8000-000000000000")


def lines() -> Iterator[tuple[str, str, str]]:
    """(method, path, access) of the table."""
    for access, block in TABLE.items():
        for line in block.split("\n"):
            if line.strip():
                methods, path = line.split()
                for method in methods.split("+"):
                    yield method, path, access


def routes(app: Litestar) -> set[tuple[str, str]]:
    return {
        (method, route.path_format)
        for route in app.routes
        if route.path_format not in SKIPPED
        for handler in getattr(route, "route_handlers", ())
        for method in handler.http_methods
        if method in ("GET", "POST", "PUT", "PATCH", "DELETE")
    }


async def test_the_table_holds_every_route(app: Litestar) -> None:
    assert {(method, path) for method, path, _ in lines()} == routes(app)


def is_open(access: str, visitor: str) -> bool:
    """What the table says of a visitor: a role, "attendee" (signed in) or "stranger"."""
    if access == "public" or visitor == "stranger":
        return access == "public"
    if access == "signed in":
        return True
    if access == "by token":  # whatever the cookie says; tests/schedule/api walks them with tokens
        return False
    held = effective_roles([Role(visitor)]) if visitor != "attendee" else frozenset()
    return not held.isdisjoint(Role(word) for word in access.split())


async def grant(cast: Cast, visitor: str, slug: str) -> PersonInfo:
    """dan, with the visitor's role at a meeting."""
    if visitor not in ("attendee", "stranger"):
        meeting = await Meeting.select(Meeting.id).where(Meeting.slug == slug).first()
        await actions.grant_role(
            person=cast.dan.id,
            role=Role(visitor),
            meeting=meeting["id"],
            by=Actor.system("test"),
            now=clock.now(),
        )
    return cast.dan


async def open_call(cast: Cast) -> None:
    """Without a call the page of a new abstract has nothing to show to anybody."""
    await Call.insert(
        Call(
            meeting=cast.meeting.id,
            key="regular",
            title="Regular",
            opens_at=clock.now() - timedelta(days=1),
            closes_at=clock.now() + timedelta(days=1),
            zone="UTC",
            length_policy="{}",
        )
    )


NOT_FOR_YOUR_ROLE = "This page is for the people who run the meeting"


async def answer_of(client: httpx.AsyncClient, post: Any, method: str, path: str) -> str:
    """ "closed" if the guard turned the visitor away, "broken" for a 500, else "open".

    A page may refuse for reasons of its own, such as a call that is closed: that is "open".
    """
    address = re.sub(r"{(\w+)}", lambda name: DUMMIES.get(name[1], "7Q"), path)
    if method == "POST":
        answer = await post(client, address)
    else:
        answer = await client.request(method, address)
    to_sign_in = answer.headers.get("location", "").startswith("/sign-in?next=")
    if answer.status_code == 401 or (answer.status_code == 303 and to_sign_in):
        return "closed"
    if answer.status_code == 403 and NOT_FOR_YOUR_ROLE in answer.text:
        return "closed"
    return "broken" if answer.status_code >= 500 else "open"


def on_engines(*visitors: str) -> pytest.MarkDecorator:
    """Every visitor on SQLite; on PostgreSQL who opens nothing and who opens all: the guard asks
    the database for roles only, so the two ends show that it is asked there."""
    ends = [("postgres", each) for each in visitors if each in ("stranger", Role.ADMIN)]
    cases = [*(("sqlite", each) for each in visitors), *ends]
    return pytest.mark.parametrize(("database_url", "visitor"), cases, indirect=["database_url"])


@on_engines("stranger", "attendee", *GRANTED_ROLES)
async def test_every_route_opens_to_whom_the_table_says(
    client: httpx.AsyncClient, cast: Cast, sign_in: Callable, post: Callable, visitor: str
) -> None:
    await open_call(cast)
    person = await grant(cast, visitor, "glasgow")
    wrong, is_in = [], False
    for method, path, access in lines():
        if visitor != "stranger" and not is_in:
            await sign_in(client, person)
        is_in = path != "/sign-out"
        said = await answer_of(client, post, method, path)
        if said != ("open" if is_open(access, visitor) else "closed"):
            wrong.append(f"{method} {path} is {said} to {visitor}, table: {access}")
    assert not wrong, "\n".join(wrong)


@on_engines(*GRANTED_ROLES)
async def test_a_role_at_one_meeting_opens_nothing_at_another(
    client: httpx.AsyncClient, cast: Cast, sign_in: Callable, post: Callable, visitor: str
) -> None:
    await Meeting.insert(
        Meeting(
            society=cast.meeting.society,
            slug="sydney",
            title="Signals 2028",
            starts_on=date(2028, 9, 14),
            ends_on=date(2028, 9, 17),
        )
    )
    await sign_in(client, await grant(cast, visitor, "sydney"))
    guarded = [line for line in lines() if line[2] not in ("public", "signed in")]
    opened = [
        f"{method} {path}"
        for method, path, _ in guarded
        if await answer_of(client, post, method, path) != "closed"
    ]
    assert opened == []
