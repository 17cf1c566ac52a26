# syntax=docker/dockerfile:1
# One image for every process: web, live, worker, beat, clockwork and migrate differ only in their command.

FROM node:22-bookworm-slim AS frontend
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.12-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 UV_LINK_MODE=copy
WORKDIR /app
COPY requirements-tools.lock requirements.lock ./
RUN pip install --require-hashes -r requirements-tools.lock \
    && python -m venv /opt/venv \
    && uv pip sync --require-hashes --python /opt/venv/bin/python requirements.lock
COPY --from=frontend /app/node_modules node_modules
COPY . .
# The static files get their hashed names here; the values below serve this step only and stay out of the image's settings.
RUN SECRET_KEY=build-only ALLOWED_HOSTS=build.invalid DATABASE_URL=postgis://build@db/build \
    DJANGO_SETTINGS_MODULE=command_center.settings.production \
    sh -c '/opt/venv/bin/python manage.py catalogue && /opt/venv/bin/python manage.py collectstatic --no-input -v0' \
    && rm -rf node_modules

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin app \
    && install -d -o app -g app /var/lib/emergency-command /var/lib/emergency-command/media
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=command_center.settings.production
WORKDIR /app
COPY --from=build /opt/venv /opt/venv
COPY --from=build /app /app
USER 10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["python", "-m", "tools.healthcheck"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "command_center.wsgi:application"]
