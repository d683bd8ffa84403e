package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.registry.Faults.Fault;
import io.github.multiarchmaven.registry.FaultyRegistry.Passing;
import io.github.multiarchmaven.registry.FaultyRegistry.Reply;
import io.github.multiarchmaven.registry.FaultyRegistry.Request;
import io.github.multiarchmaven.testbed.Canaries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A front of a registry that has a secret wherever a registry can have one: it wants a token, sold for a login or an identity token at
 * an address with a key in it; it redirects downloads to signed addresses, and sends uploads to places with a state. Repositories under
 * {@code cut/} break, those under {@code denied/} and {@code down/} refuse.
 */
public final class CanaryRegistry implements AutoCloseable {
    private static final String SIGNED = "/signed";

    private final FaultyRegistry front;
    private final List<String> logins;

    /**
     * @param host of the registry behind
     * @param logins passwords and identity tokens that it knows
     */
    public CanaryRegistry(String host, List<String> logins) {
        this.front = FaultyRegistry.before(host);
        this.logins = List.copyOf(logins);
        front.spoil(request -> request.target().startsWith("/token"), this::sell);
        front.spoil(request -> request.target().startsWith(SIGNED), CanaryRegistry::serveSigned);
        front.spoil(
                request ->
                        !("Bearer " + Canaries.BEARER).equals(request.headers().get("authorization")),
                passing -> {
                    passing.body();
                    passing.send(Reply.of(
                            401,
                            "WWW-Authenticate",
                            "Bearer realm=\"http://" + front.host() + "/token?key=" + Canaries.REALM_KEY
                                    + "\",service=\"canary\""));
                });
        front.spoil(request -> request.target().contains("/cut/"), Faults.cutRequestAfter(0));
        front.spoil(request -> request.target().contains("/denied/"), Faults.answer(403));
        front.spoil(request -> request.target().contains("/down/"), Faults.answer(503, "Retry-After", "9999"));
        front.spoil(request -> request.is("GET", "/blobs/"), redirect());
        front.spoil(request -> request.target().contains("/blobs/uploads/"), CanaryRegistry::upload);
    }

    public String host() {
        return front.host();
    }

    public int port() {
        return Integer.parseInt(host().substring(host().indexOf(':') + 1));
    }

    /** All that was sent to it, headers too: to see that a secret was in play. */
    public boolean received(String text) {
        return front.requests().stream().map(Request::toString).anyMatch(request -> request.contains(text));
    }

    private void sell(Passing passing) throws IOException {
        String body = new String(passing.body(), StandardCharsets.UTF_8);
        String asked = passing.header("authorization") + body;
        boolean known =
                logins.stream().anyMatch(login -> asked.contains(login) || asked.contains(Canaries.basic(login)));
        byte[] answer = ("{\"token\":\"" + Canaries.BEARER + "\",\"refresh_token\":\"" + Canaries.REFRESH + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        passing.send(known ? Reply.of(200).body(answer) : Reply.of(401));
    }

    private static Fault redirect() {
        return passing -> {
            passing.body();
            passing.send(Reply.of(
                    307,
                    "Location",
                    SIGNED + passing.target() + "?X-Amz-Signature=" + Canaries.SIGNATURE + "&sig="
                            + Canaries.SIGNATURE));
        };
    }

    private static void serveSigned(Passing passing) throws IOException {
        String path = passing.target().substring(SIGNED.length());
        passing.retarget(path.substring(0, path.indexOf('?')));
    }

    private static void upload(Passing passing) throws IOException {
        Reply reply = passing.forward();
        String location = reply.headers().get("location");
        boolean session = location != null && location.contains("/uploads/");
        passing.send(
                session
                        ? reply.with("Location", location.replaceFirst("\\?.*", "") + "?_state=" + Canaries.STATE)
                        : reply);
    }

    @Override
    public void close() {
        front.close();
    }
}
