# A server of databases that `claimsdb publish` has written: docs/how-to/publish.md says how to build and run it.
FROM python:3.12-slim AS build
WORKDIR /src
COPY . .
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.12-slim
COPY requirements.lock /tmp/requirements.lock
RUN pip install --no-cache-dir --require-hashes -r /tmp/requirements.lock && rm /tmp/requirements.lock
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --no-deps /wheels/*.whl && rm -r /wheels
RUN useradd --no-create-home --uid 10001 claimsdb
USER 10001
WORKDIR /data
EXPOSE 8001
HEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8001/-/versions.json')"]
ENTRYPOINT ["claimsdb", "serve", "--host", "0.0.0.0", "--port", "8001"]
CMD ["--db", "/data/claims.db"]
