# pausetop alone, around the one-file program: `npm run build:image` puts all that goes in into dist/image, then `docker build .`
# Needs nothing from any registry of images. On a node:
#   docker run --rm -it --pid=host --network=host --cap-add SYS_PTRACE -v /:/host:ro pausetop
FROM scratch
COPY dist/image/ /
# without it the screen would be drawn in ASCII
ENV LANG=C.UTF-8
ENTRYPOINT ["/pausetop"]
