# One image for web, worker, beat and migrate; docker-compose.yml says which command each runs.
FROM node:22-slim AS frontend
WORKDIR /hearth
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY static/src static/src
RUN npm run build

FROM python:3.12-slim
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 hearth
WORKDIR /hearth
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
COPY --from=frontend /hearth/static/build static/build
ENV HEARTH_VAR=/var/hearth PYTHONUNBUFFERED=1
# Collecting reads no database and keeps no secret: the values only let the settings load.
RUN install -d -o hearth /var/hearth /var/hearth/documents \
    && DATABASE_URL=postgres://none:none@localhost/none SECRET_KEY=none python manage.py collectstatic --no-input
USER hearth
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--access-logfile", "-"]
