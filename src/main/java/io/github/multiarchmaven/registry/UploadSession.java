package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.CorruptContentException;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an upload is to be sent next.
 *
 * @param location opaque, and another after each request
 * @param minChunk bytes that all chunks but the last have at least ({@code OCI-Chunk-Min-Length}); 0 when nothing is said
 */
record UploadSession(URI location, long minChunk) {
    private static final Pattern RANGE = Pattern.compile("(?:bytes[= ])?\\d{1,18}-(\\d{1,18})");

    /** @throws CorruptContentException when the answer has no location, or none that may be followed */
    static UploadSession opened(Answer answer, String doing, AddressRules rules) {
        String location = answer.header("Location");
        if (location == null) {
            throw new CorruptContentException(doing
                    + ": the registry opened no upload (no Location). Look into the registry, or a proxy before it.");
        }
        String least = answer.header("OCI-Chunk-Min-Length");
        boolean told = least != null && least.strip().matches("\\d{1,18}");
        return new UploadSession(
                resolved(answer.url(), location, doing, rules), told ? Long.parseLong(least.strip()) : 0);
    }

    /** The session after a request to it. */
    UploadSession after(Answer answer, String doing, AddressRules rules) {
        String next = answer.header("Location");
        return next == null ? this : new UploadSession(resolved(answer.url(), next, doing, rules), minChunk);
    }

    /** The address that ends the upload. The location's own query is kept, ours added. */
    URI closing(String digest) {
        return URI.create(
                location + (location.getRawQuery() == null ? "?" : "&") + "digest=" + digest.replace(":", "%3A"));
    }

    /** How many bytes the registry says it has ({@code Range: 0-<last>}); empty when it says nothing. */
    static OptionalLong received(Answer answer) {
        String range = answer.header("Range");
        Matcher matcher = RANGE.matcher(range == null ? "" : range.strip());
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1)) + 1) : OptionalLong.empty();
    }

    private static URI resolved(URI base, String location, String doing, AddressRules rules) {
        URI session;
        try {
            session = base.resolve(location);
        } catch (IllegalArgumentException e) {
            // Not the cause: its message quotes the address, which may be signed.
            throw new CorruptContentException(doing + ": the upload's Location is no address. Look into the registry.");
        }
        Optional<String> refusal = rules.refusal(base, session);
        if (refusal.isPresent()) {
            throw new CorruptContentException(
                    doing + ": the registry wants the upload sent to an address " + refusal.get() + ", to "
                            + Urls.redacted(session.toString()) + ". Look into the registry's configuration.");
        }
        if (base.getScheme().equals("https") && !session.getScheme().equalsIgnoreCase("https")) {
            throw new CorruptContentException(doing + ": the registry, which speaks https, wants the upload sent to "
                    + Urls.redacted(session.toString())
                    + ". Tell it its outer address (often a missing X-Forwarded-Proto of a proxy).");
        }
        return session;
    }
}
