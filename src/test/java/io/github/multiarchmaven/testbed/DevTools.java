package io.github.multiarchmaven.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A connection to a browser by the Chrome DevTools Protocol: commands with their answers, and events as they come. */
final class DevTools implements WebSocket.Listener, AutoCloseable {
    private static final int LIMIT_SECONDS = 60;

    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<Awaited> awaited = new CopyOnWriteArrayList<>();
    private final StringBuilder message = new StringBuilder();
    private final WebSocket socket;

    private record Awaited(Predicate<JsonNode> event, CompletableFuture<JsonNode> future) {}

    DevTools(URI address) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(address, this)
                .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /**
     * Sends a command and gives its result.
     *
     * @param session of a tab; null for the browser
     * @throws IllegalStateException with what the browser answered instead
     */
    JsonNode command(String session, String method, ObjectNode parameters) {
        int id = ids.incrementAndGet();
        ObjectNode json = Json.object();
        json.put("id", id);
        json.put("method", method);
        json.set("params", parameters);
        if (session != null) {
            json.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        socket.sendText(json.toString(), true).join();
        JsonNode got = answer.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
        if (got.has("error")) {
            throw new IllegalStateException(method + ": " + got.path("error"));
        }
        return got.path("result");
    }

    /** An event of a tab that is yet to come; ask before what brings it about. */
    CompletableFuture<JsonNode> next(String session, String method) {
        CompletableFuture<JsonNode> future = new CompletableFuture<>();
        awaited.add(new Awaited(event -> isOf(event, session, method), future));
        return future.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** The parameters of a tab's events so far, the oldest first. */
    List<JsonNode> events(String session, String method) {
        return events.stream()
                .filter(event -> isOf(event, session, method))
                .map(event -> event.path("params"))
                .toList();
    }

    private static boolean isOf(JsonNode event, String session, String method) {
        return event.path("method").asText().equals(method)
                && event.path("sessionId").asText().equals(session);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        message.append(data);
        if (last) {
            JsonNode json =
                    Json.parseObject(message.toString().getBytes(StandardCharsets.UTF_8), "a message of the browser's");
            message.setLength(0);
            take(json);
        }
        from.request(1);
        return null;
    }

    private void take(JsonNode json) {
        CompletableFuture<JsonNode> answer = answers.remove(json.path("id").asInt());
        if (answer != null) {
            answer.complete(json);
            return;
        }
        events.add(json);
        awaited.removeIf(each -> each.event().test(json) && each.future().complete(json));
    }

    @Override
    public void onError(WebSocket from, Throwable fault) {
        answers.values().forEach(answer -> answer.completeExceptionally(fault));
    }

    @Override
    public void close() {
        socket.abort();
    }
}
