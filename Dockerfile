# The review pages for a team; compose.yaml starts them beside a PostgreSQL. Sign-in is asked for by the pages themselves.
FROM python:3.12-slim AS build
WORKDIR /src
COPY . .
RUN python -m venv /opt/workbench \
 && /opt/workbench/bin/pip install --no-cache-dir '.[postgres,team]'

FROM python:3.12-slim
COPY --from=build /opt/workbench /opt/workbench
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/workbench workbench
USER workbench
WORKDIR /var/lib/workbench
ENV PATH=/opt/workbench/bin:$PATH PYTHONUNBUFFERED=1
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
ENTRYPOINT ["workbench"]
CMD ["serve", "--address", "0.0.0.0"]
