# The server image: `docker compose up` starts it as web, worker and beat (see docs/deploy.md).

FROM node:20-slim AS browser
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.11-slim AS libraries
RUN python -m venv /venv
COPY requirements/base.txt requirements/base.txt
RUN /venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements/base.txt

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BENANG_HOME=/data
RUN useradd --create-home --uid 1000 benang && install --directory --owner=benang /app /data
WORKDIR /app
COPY --from=libraries /venv /venv
COPY --from=browser /app/node_modules node_modules
COPY manage.py ./
COPY config config
COPY core core
COPY apps apps
COPY templates templates
COPY static static
COPY locale locale
# The catalogues are compiled in the image; the static files are served from their sources by whitenoise's finders.
RUN python manage.py translations --compile && rm -rf /data/*
USER benang
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s CMD ["python", "-c", \
    "from urllib.request import Request, urlopen; urlopen(Request('http://127.0.0.1:8000/healthz', headers={'Host': 'localhost'}))"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
    "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "config.wsgi:application"]
