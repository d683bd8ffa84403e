package io.github.multiarchmaven.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.CorruptContentException;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.NotFoundException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.image.VerifyingInputStream;
import io.github.multiarchmaven.registry.Exchange.Right;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One repository of a registry (OCI distribution specification 1.1). */
public final class RegistryRepository implements Repository {
    private static final Map<String, String> ACCEPT = Map.of("Accept", String.join(", ", MediaTypes.MANIFESTS));
    private static final int MAX_LIST = 4 * 1024 * 1024;
    private static final int MAX_PAGES = 10_000;

    private final Exchange exchange;
    private final Uploads uploads;
    private final Referrers referrers;

    RegistryRepository(Exchange exchange) {
        this.exchange = exchange;
        this.uploads = new Uploads(exchange);
        this.referrers = new Referrers(exchange, this);
    }

    @Override
    public String name() {
        return exchange.repository().name();
    }

    @Override
    public Optional<Reference> origin(Descriptor blob) {
        return Optional.of(exchange.repository());
    }

    @Override
    public boolean holdsWholeGraphs() {
        return true;
    }

    private String manifestOf(String tagOrDigest) {
        return " manifest " + tagOrDigest + " of " + name();
    }

    @Override
    public Optional<Descriptor> resolve(String tagOrDigest) {
        Exchange.Call call = exchange.call(
                        "Looking up" + manifestOf(tagOrDigest),
                        "HEAD",
                        exchange.url("manifests/" + tagOrDigest),
                        Right.PULL)
                .headers(ACCEPT);
        Optional<Descriptor> described;
        try (Answer answer = call.send()) {
            if (answer.status() == 404) {
                return Optional.empty();
            }
            if (answer.status() != 405 && !answer.isSuccess()) {
                throw call.refused(answer);
            }
            described = answer.isSuccess() ? described(tagOrDigest, answer) : Optional.empty();
        } catch (IOException e) {
            throw Failures.broken("Looking up" + manifestOf(tagOrDigest), "HEAD", exchange.url(""), e);
        }
        if (described.isEmpty()) {
            // A registry without HEAD, or one that says too little in it.
            return get(tagOrDigest).map(Manifest::descriptor);
        }
        requireAsked(tagOrDigest, described.get().digest());
        return described;
    }

    private Optional<Descriptor> described(String tagOrDigest, Answer answer) {
        String digest = answer.header("Docker-Content-Digest");
        String length = answer.header("Content-Length");
        if (digest == null
                || length == null
                || !length.matches("\\d{1,18}")
                || !MediaTypes.isManifest(answer.mediaType())) {
            return Optional.empty();
        }
        return Optional.of(Descriptor.of(answer.mediaType(), announced(tagOrDigest, digest), Long.parseLong(length)));
    }

    private Digest announced(String tagOrDigest, String header) {
        try {
            return Digest.parse(header);
        } catch (InvalidInputException e) {
            // The registry's input, not the user's.
            throw new CorruptContentException(
                    "Reading" + manifestOf(tagOrDigest)
                            + ": the registry's Docker-Content-Digest is no digest. Look into the registry.",
                    e);
        }
    }

    private void requireAsked(String tagOrDigest, Digest answered) {
        if (Digest.isDigest(tagOrDigest) && !answered.toString().equals(tagOrDigest)) {
            throw new CorruptContentException("Reading" + manifestOf(tagOrDigest) + ": the registry answered with "
                    + answered + ". Look into the registry, or a proxy before it.");
        }
    }

    @Override
    public Manifest manifest(String tagOrDigest) {
        return get(tagOrDigest)
                .orElseThrow(() -> new NotFoundException("Reading" + manifestOf(tagOrDigest)
                        + ": it does not exist. Check the name, the tag and the login: registries also answer so for what may"
                        + " not be seen."));
    }

    private Optional<Manifest> get(String tagOrDigest) {
        String doing = "Reading" + manifestOf(tagOrDigest);
        URI url = exchange.url("manifests/" + tagOrDigest);
        Exchange.Call call = exchange.call(doing, "GET", url, Right.PULL).headers(ACCEPT);
        try (Answer answer = call.send()) {
            if (answer.status() == 404) {
                return Optional.empty();
            }
            if (!answer.isSuccess()) {
                throw call.refused(answer);
            }
            byte[] bytes = answer.bytes(Manifest.MAX_BYTES);
            if (bytes == null) {
                throw new CorruptContentException(doing + ": it is larger than the 4 MiB a manifest may have.");
            }
            return Optional.of(verified(tagOrDigest, bytes, answer));
        } catch (IOException e) {
            throw Failures.broken(doing, "GET", url, e);
        }
    }

    private Manifest verified(String tagOrDigest, byte[] bytes, Answer answer) {
        String announced = answer.header("Docker-Content-Digest");
        Digest expected = Digest.isDigest(tagOrDigest)
                ? Digest.parse(tagOrDigest)
                : announced != null ? announced(tagOrDigest, announced) : Digest.ofBytes(bytes);
        String type = answer.mediaType();
        boolean specific = MediaTypes.isManifest(type) || MediaTypes.isSchema1(type);
        String mediaType = specific
                ? type
                // Some proxies and file servers say application/json or nothing.
                : Manifest.sniff(bytes, "the" + manifestOf(tagOrDigest)).mediaType();
        return Manifest.parse(bytes, Descriptor.of(mediaType, expected, bytes.length));
    }

    @Override
    public void putManifest(Manifest manifest, String tag) {
        String target = tag == null ? manifest.digest().toString() : tag;
        String doing = "Writing" + manifestOf(target);
        byte[] bytes = manifest.bytes();
        Exchange.Call call = exchange.call(doing, "PUT", exchange.url("manifests/" + target), Right.PUSH)
                .body(new Http.Body(manifest.mediaType(), bytes.length, () -> new ByteArrayInputStream(bytes)));
        String subject;
        try (Answer answer = call.sendWell()) {
            String stored = answer.header("Docker-Content-Digest");
            if (stored != null && !stored.equals(manifest.digest().toString())) {
                throw new CorruptContentException(doing + ": the registry stored it as " + stored + " instead of "
                        + manifest.digest() + ", so it changed the bytes. Look into the registry's configuration.");
            }
            subject = answer.header("OCI-Subject");
        } catch (IOException e) {
            throw Failures.broken(doing, "PUT", exchange.url("manifests/" + target), e);
        }
        if (manifest.subject().isPresent() && subject == null) {
            referrers.addToFallback(manifest);
        }
    }

    @Override
    public boolean hasBlob(Descriptor blob) {
        return uploads.has(blob);
    }

    @Override
    public InputStream openBlob(Descriptor blob) {
        return new VerifyingInputStream(Download.open(exchange, blob), blob, name());
    }

    @Override
    public BlobOutcome putBlob(Descriptor blob, Reference origin, BlobSource content) {
        return uploads.put(blob, origin, content);
    }

    @Override
    public List<Descriptor> referrers(Digest subject) {
        return referrers.of(subject);
    }

    @Override
    public List<String> tags() {
        List<String> tags = new ArrayList<>();
        String doing = "Listing the tags of " + name();
        URI first = exchange.url("tags/list?n=1000");
        URI url = first;
        for (int page = 0; url != null; page++) {
            requirePage(doing, page, first, url);
            Exchange.Call call = exchange.call(doing, "GET", url, Right.PULL);
            try (Answer answer = call.send()) {
                if (answer.status() == 404) {
                    return List.of();
                }
                if (!answer.isSuccess()) {
                    throw call.refused(answer);
                }
                for (JsonNode tag : object(answer, doing).path("tags")) {
                    tags.add(tag.asText());
                }
                url = next(answer);
            } catch (IOException e) {
                throw Failures.broken(doing, "GET", url, e);
            }
        }
        return tags;
    }

    /** A list's next page is on the same server, and there is an end to them. */
    static void requirePage(String doing, int page, URI first, URI url) {
        if (page == MAX_PAGES || !Urls.sameOrigin(first, url)) {
            throw new CorruptContentException(
                    doing + ": the list leads to another server, or does not end. Look into the registry.");
        }
    }

    static ObjectNode object(Answer answer, String doing) throws IOException {
        byte[] bytes = answer.bytes(MAX_LIST);
        if (bytes == null) {
            throw new CorruptContentException(doing + ": the answer is larger than 4 MiB.");
        }
        return Json.parseObject(bytes, "the answer of " + answer.url().getHost());
    }

    /** Where a list goes on (the Link header of RFC 8288, as the distribution specification uses it); null at its end. */
    static URI next(Answer answer) {
        return LinkHeader.next(answer.headers("Link"), answer.url());
    }
}
