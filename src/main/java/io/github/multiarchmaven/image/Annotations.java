package io.github.multiarchmaven.image;

/** Annotation keys that the OCI image specification 1.1 defines, and the few by others that have a meaning here. */
public final class Annotations {
    /** Names an entry of {@code index.json}: the tag (image-layout specification). */
    public static final String REF_NAME = "org.opencontainers.image.ref.name";
    /** Reference of the image this one is based on. */
    public static final String BASE_NAME = "org.opencontainers.image.base.name";
    /** Digest of the platform's image manifest this one is based on. */
    public static final String BASE_DIGEST = "org.opencontainers.image.base.digest";

    private Annotations() {}
}
