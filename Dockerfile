# One image with all of it: built once as a wheel, run as nobody in particular, data in /data.

FROM python:3.12-slim AS build
WORKDIR /src
COPY . .
RUN pip install --no-cache-dir --require-hashes --requirement requirements-build.lock \
    && pip wheel --no-deps --no-build-isolation --wheel-dir /wheels .

FROM python:3.12-slim
COPY requirements.lock /tmp/
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir --require-hashes --requirement /tmp/requirements.lock \
    && pip install --no-cache-dir --no-deps /wheels/*.whl \
    && rm -r /wheels /tmp/requirements.lock \
    && useradd --system --uid 10001 tannhjul \
    && install --directory --owner tannhjul /data
USER tannhjul
VOLUME /data
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/helse', timeout=3)"]
CMD ["tannhjul", "serve", "--host", "0.0.0.0", "--data", "/data"]
