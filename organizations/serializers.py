"""Shapes of the API's bodies; they hold no rule."""

from rest_framework import serializers


class SignInShape(serializers.Serializer):
    """Who asks for a key."""

    username = serializers.CharField(max_length=300)
    password = serializers.CharField(max_length=1000, trim_whitespace=False)
    code = serializers.CharField(
        max_length=40, required=False, allow_blank=True, help_text="The second factor, where the account has one."
    )


class TokenShape(serializers.Serializer):
    """A key for programs: `Authorization: Token <token>`."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()


class TicketShape(serializers.Serializer):
    """A ticket for one websocket: `/ws/feed/?ticket=<ticket>`, once, within 60 s."""

    ticket = serializers.CharField()
    expires_at = serializers.DateTimeField()
