package io.github.multiarchmaven.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.server.RegistryError.Code;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the route of a path ("Endpoints" of the distribution specification) and turns every failure into an answer. */
final class Router implements HttpHandler, Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Router.class);
    private static final String PREFIX = "/v2/";

    private final BlobRoutes blobs;
    private final UploadRoutes uploads;
    private final ManifestRoutes manifests;
    private final ListRoutes lists;
    private final boolean keepsConnectionAfterBody;
    private final Consumer<LoggedRequest> log;

    Router(Repositories repositories, boolean keepsConnectionAfterBody, Consumer<LoggedRequest> log) {
        this.blobs = new BlobRoutes(repositories);
        this.uploads = new UploadRoutes(repositories);
        this.manifests = new ManifestRoutes(repositories);
        this.lists = new ListRoutes(repositories);
        this.keepsConnectionAfterBody = keepsConnectionAfterBody;
        this.log = log;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Call call = new Call(exchange, keepsConnectionAfterBody, log);
        try {
            call.set("Docker-Distribution-API-Version", "registry/2.0");
            route(call);
        } catch (RegistryError e) {
            call.send(e);
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} {} failed", call.method(), call.rawPath(), e);
            if (call.answered()) {
                // Half an answer is out: only a broken connection tells the client.
                call.abort();
            } else if (e instanceof EOFException) {
                call.send(new RegistryError(Code.SIZE_INVALID, "The body ended before its announced length."));
            } else {
                call.send(new RegistryError(
                        Code.UNKNOWN, "The registry failed: " + e.getClass().getSimpleName() + "."));
            }
        }
    }

    @Override
    public void close() throws IOException {
        uploads.close();
    }

    private void route(Call call) throws IOException, RegistryError {
        String path = call.rawPath();
        if (path.equals("/v2") || path.equals(PREFIX)) {
            lists.base(call);
            return;
        }
        if (!path.startsWith(PREFIX)) {
            throw new RegistryError(404, Code.UNSUPPORTED, "Everything is below " + PREFIX + ".");
        }
        List<String> parts = new ArrayList<>();
        for (String part : path.substring(PREFIX.length()).split("/", -1)) {
            parts.add(Call.decode(part));
        }
        int size = parts.size();
        String last = parts.get(size - 1);
        if (size == 1 && last.equals("_catalog")) {
            lists.catalog(call);
        } else if (endsWith(parts, "blobs", "uploads")) {
            uploads.begin(call, name(parts, 2));
        } else if (endsWith(parts, "blobs", "uploads", "")) {
            uploads.begin(call, name(parts, 3));
        } else if (endsWith(parts, "blobs", "uploads", last)) {
            uploads.session(call, name(parts, 3), last);
        } else if (endsWith(parts, "tags", "list")) {
            lists.tags(call, name(parts, 2));
        } else if (endsWith(parts, "blobs", last)) {
            blobs.handle(call, name(parts, 2), Call.digest(last));
        } else if (endsWith(parts, "manifests", last)) {
            manifests.handle(call, name(parts, 2), last);
        } else if (endsWith(parts, "referrers", last)) {
            lists.referrers(call, name(parts, 2), Call.digest(last));
        } else {
            throw new RegistryError(404, Code.UNSUPPORTED, "There is no such endpoint.");
        }
    }

    private static boolean endsWith(List<String> parts, String... end) {
        int from = parts.size() - end.length;
        return from > 0 && parts.subList(from, parts.size()).equals(List.of(end));
    }

    /** The repository in front of the last parts. */
    private static String name(List<String> parts, int without) throws RegistryError {
        List<String> components = parts.subList(0, parts.size() - without);
        if (components.stream().anyMatch(c -> c.indexOf('/') >= 0)) {
            throw nameInvalid();
        }
        return validName(String.join("/", components));
    }

    /**
     * Checks a repository name by the grammar of {@link Reference}; nothing else goes to the storage.
     *
     * @throws RegistryError {@code NAME_INVALID}
     */
    static String validName(String name) throws RegistryError {
        try {
            // A registry in front, so that no part of the name is taken for one.
            if (Reference.parse("localhost/" + name).repository().equals(name)) {
                return name;
            }
        } catch (InvalidInputException e) {
            LOG.debug("Refused name", e);
        }
        throw nameInvalid();
    }

    private static RegistryError nameInvalid() {
        return new RegistryError(Code.NAME_INVALID, "The repository's name breaks the grammar of references.");
    }
}
