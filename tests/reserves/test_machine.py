"""Whatever keepers do in whatever order: never negative, the books balance, on hand is what the movements say (R-D3)."""

from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core.errors import AppError, PermissionDenied
from resources.reserves import selectors, services
from resources.reserves.models import Account, Count, Loan, Lot, Movement, Reservation, Scrap, Transfer
from resources.reserves.services import Hold, Load
from resources.reserves.workflow import NEVER_NEGATIVE, ON_HAND
from tests.factories import organizations as people
from tests.factories import reserves as make

AMOUNTS = st.integers(1, 12)
WHICH = st.integers(0, 3)


class Keepers(RuleBasedStateMachine):
    """Two warehouses, two items, everything a keeper can do; refusals are answers, anything else is a fault."""

    @initialize()
    def open_the_books(self):
        county, township, _village = people.county()
        self.keeper = people.user("keeper", county)
        self.leader = people.user("duty_leader", county)
        self.stores = [make.warehouse(county), make.warehouse(township)]
        self.items = [make.item(), make.item()]
        self.received = dict.fromkeys([item.pk for item in self.items], Decimal(0))
        self.lots = []
        self.receive(0, 0, 10)

    def attempt(self, act, **said):
        """What was done, or None when it was refused in words."""
        try:
            with transaction.atomic():
                return act(actor=said.pop("actor", self.keeper), **said)
        except (AppError, PermissionDenied):
            return None

    def lot(self, number):
        return Lot.objects.select_related("item__unit").get(pk=self.lots[number % len(self.lots)])

    @rule(store=WHICH, item=WHICH, amount=AMOUNTS)
    def receive(self, store, item, amount):
        row = self.items[item % 2]
        said = services.LotData(batch=f"B{store % 2}")
        made = self.attempt(
            services.receipt_post, warehouse=self.stores[store % 2], item=row, quantity=amount, lot=said
        )
        if made is not None:
            self.received[row.pk] += amount
            if made[0].pk not in self.lots:
                self.lots.append(made[0].pk)

    @rule(lot=WHICH, store=WHICH, amount=AMOUNTS)
    def issue(self, lot, store, amount):
        place = self.stores[store % 2]
        self.attempt(services.issue_post, lot=self.lot(lot), warehouse=place, quantity=amount, reason="r")

    @rule(item=WHICH, store=WHICH, amount=AMOUNTS)
    def issue_by_item(self, item, store, amount):
        place = self.stores[store % 2]
        self.attempt(services.issue_item, item=self.items[item % 2], warehouse=place, quantity=amount, reason="r")

    @rule(item=WHICH, store=WHICH, amount=AMOUNTS)
    def reserve(self, item, store, amount):
        hold = Hold(self.items[item % 2], self.stores[store % 2], amount)
        self.attempt(services.reserve_stock, holds=[hold], holder="request:1")

    @rule(amount=AMOUNTS)
    def take_reserved(self, amount):
        row = Reservation.objects.order_by("pk").last()
        if row:
            self.attempt(services.issue_reserved, reservation=row, quantity=amount)

    @rule()
    def release(self):
        self.attempt(services.release_stock, reservations=list(Reservation.objects.all()))

    @rule(lot=WHICH, way=WHICH, amount=AMOUNTS)
    def send(self, lot, way, amount):
        source, target = self.stores[way % 2], self.stores[(way + 1) % 2]
        self.attempt(services.transfer_send, source=source, target=target, loads=[Load(self.lot(lot), amount)])

    @rule(amount=AMOUNTS)
    def arrive(self, amount):
        sent = Transfer.objects.filter(state="sent").first()
        if sent:
            lots = sent.lines.values_list("lot", flat=True)
            reasons = dict.fromkeys(lots, "路上")
            self.attempt(
                services.transfer_receive, transfer=sent, received=dict.fromkeys(lots, amount), reasons=reasons
            )

    @rule(lot=WHICH, store=WHICH, good=st.integers(0, 5), damaged=st.integers(0, 5))
    def come_back(self, lot, store, good, damaged):
        place = self.stores[store % 2]
        self.attempt(services.return_receive, lot=self.lot(lot), warehouse=place, good=good, damaged=damaged)

    @rule(lot=WHICH, store=WHICH, amount=AMOUNTS, thaw=st.booleans())
    def freeze(self, lot, store, amount, thaw):
        act = services.stock_unfreeze if thaw else services.stock_freeze
        self.attempt(act, lot=self.lot(lot), warehouse=self.stores[store % 2], quantity=amount, reason="r")

    @rule(lot=WHICH, store=WHICH, amount=AMOUNTS)
    def rotate(self, lot, store, amount):
        place = self.stores[store % 2]
        self.attempt(services.rotation_post, lot=self.lot(lot), warehouse=place, quantity=amount, reason="r")

    @rule(lot=WHICH, store=WHICH, amount=AMOUNTS, yes=st.booleans())
    def scrap(self, lot, store, amount, yes):
        place = self.stores[store % 2]
        self.attempt(services.scrap_propose, lot=self.lot(lot), warehouse=place, quantity=amount, reason="r")
        open_one = Scrap.objects.filter(state="proposed").first()
        if open_one:
            act = services.scrap_approve if yes else services.scrap_refuse
            self.attempt(act, scrap=open_one, note="n", actor=self.leader)

    @rule(lot=WHICH, store=WHICH, amount=AMOUNTS)
    def lend(self, lot, store, amount):
        place, day = self.stores[store % 2], timezone.localdate()
        said = {"quantity": amount, "borrower": "b", "due_on": day}
        self.attempt(services.loan_make, lot=self.lot(lot), warehouse=place, **said)

    @rule(good=st.integers(0, 4), damaged=st.integers(0, 4), lost=st.integers(0, 4))
    def loan_ends(self, good, damaged, lost):
        loan = Loan.objects.order_by("pk").last()
        if loan:
            self.attempt(services.loan_return, loan=loan, good=good, damaged=damaged, lost=lost, note="n")

    @rule(store=WHICH, off=st.integers(-3, 3), stop=st.booleans())
    def count(self, store, off, stop):
        count = self.attempt(services.count_open, warehouse=self.stores[store % 2])
        count = count or Count.objects.filter(state="counting").first()
        if count is None:
            return
        found = {line.account.lot_id: max(line.booked + off, Decimal(0)) for line in count.lines.all()}
        self.attempt(services.count_enter, count=count, figures=found)
        words = dict.fromkeys(found, "数错")
        self.attempt(services.count_explain, count=count, explanations=words)
        done = self.attempt(services.count_approve, count=count, actor=self.leader)
        if done is None or stop:
            self.attempt(services.count_cancel, count=count, note="n", actor=self.leader)

    @invariant()
    def the_books_balance(self):
        if not getattr(self, "lots", None):
            return
        low = Account.objects.filter(kind__in=NEVER_NEGATIVE, balance__lt=0)
        assert not low.exists()
        totals = Account.objects.values("lot").annotate(n=Sum("balance"))
        assert all(row["n"] == 0 for row in totals)
        assert selectors.readd()[2] == []

    @invariant()
    def on_hand_is_what_the_movements_say(self):
        if not getattr(self, "lots", None):
            return
        for item in self.items:
            moved = Movement.objects.filter(lot__item=item)
            into = moved.filter(target__kind__in=ON_HAND).aggregate(n=Sum("quantity"))["n"] or 0
            out = moved.filter(source__kind__in=ON_HAND).aggregate(n=Sum("quantity"))["n"] or 0
            figures = selectors.stock_of(item, actor=self.keeper)
            assert figures.on_hand == into - out
            assert figures.on_hand >= figures.reserved + figures.frozen + figures.available >= 0
            bought = moved.filter(reason="purchase").aggregate(n=Sum("quantity"))["n"] or 0
            assert bought == self.received[item.pk]


class TestKeepers(TestCase, Keepers.TestCase):
    """Each run in a transaction of its own, rolled back."""

    settings = settings(max_examples=12, stateful_step_count=18, deadline=None)
