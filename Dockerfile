# One image with all of it: made as a wheel, run as nobody in particular, data in /data.
# A municipality that wants the very same base each time pins it by digest (docs/drift.md).

FROM python:3.12-slim AS build
WORKDIR /src
COPY requirements-build.lock requirements.lock ./
RUN pip install --no-cache-dir --require-hashes --requirement requirements-build.lock \
    && python -m venv --without-pip /opt/tannhjul \
    && pip --python /opt/tannhjul/bin/python install --no-cache-dir --require-hashes \
        --requirement requirements.lock
COPY . .
RUN pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
    && pip --python /opt/tannhjul/bin/python install --no-cache-dir --no-deps /wheels/*.whl

FROM python:3.12-slim
LABEL org.opencontainers.image.title="Tannhjul" \
    org.opencontainers.image.description="Political workshops for municipal councils" \
    org.opencontainers.image.licenses="EUPL-1.2"
COPY --from=build /opt/tannhjul /opt/tannhjul
RUN install --directory --owner 10001 --group 10001 --mode 700 /data
ENV PATH=/opt/tannhjul/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TANNHJUL_DATA=/data \
    TANNHJUL_HOST=0.0.0.0 \
    TANNHJUL_LOG=json \
    TANNHJUL_LOG_LEVEL=info
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8765
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8765/helse', timeout=8)"]
CMD ["tannhjul", "serve"]
