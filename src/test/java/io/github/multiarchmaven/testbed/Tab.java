package io.github.multiarchmaven.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A tab of {@link Chromium}, which remembers what its page asked the network for and what it complained of. */
public final class Tab {
    private final DevTools tools;
    private final String session;

    Tab(DevTools tools, String session) {
        this.tools = tools;
        this.session = session;
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            command(domain + ".enable", Json.object());
        }
    }

    private JsonNode command(String method, ObjectNode parameters) {
        return tools.command(session, method, parameters);
    }

    /**
     * Sets what the page sees of its reader.
     *
     * @param width of the window in CSS pixels
     * @param scheme {@code light} or {@code dark}
     * @param media {@code screen} or {@code print}
     */
    public void appear(int width, int height, String scheme, String media) {
        command(
                "Emulation.setDeviceMetricsOverride",
                Json.object()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", width < 600));
        ObjectNode parameters = Json.object().put("media", media);
        parameters
                .putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        command("Emulation.setEmulatedMedia", parameters);
    }

    /** Whether scripts of pages run that are opened from now on. */
    public void runScripts(boolean run) {
        command("Emulation.setScriptExecutionDisabled", Json.object().put("value", !run));
    }

    /** Opens a file and waits until it is loaded. */
    public void show(Path file) {
        CompletableFuture<JsonNode> loaded = tools.next(session, "Page.loadEventFired");
        command("Page.navigate", Json.object().put("url", file.toUri().toString()));
        loaded.join();
    }

    /**
     * The value of an expression in the page, whose policy does not bind it.
     *
     * @throws IllegalStateException with the exception that it threw
     */
    public JsonNode evaluate(String expression) {
        JsonNode result = command(
                "Runtime.evaluate",
                Json.object()
                        .put("expression", expression)
                        .put("awaitPromise", true)
                        .put("returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(result.path("exceptionDetails").toString());
        }
        return result.path("result").path("value");
    }

    /** Presses a key. */
    public void press(String key, int code) {
        ObjectNode parameters = Json.object()
                .put("type", "rawKeyDown")
                .put("key", key)
                .put("code", key)
                .put("windowsVirtualKeyCode", code);
        command("Input.dispatchKeyEvent", parameters);
        command("Input.dispatchKeyEvent", parameters.put("type", "keyUp"));
    }

    /** Types into what has the focus. */
    public void type(String text) {
        command("Input.insertText", Json.object().put("text", text));
    }

    /** All addresses that pages of this tab asked for. */
    public List<String> requests() {
        return tools.events(session, "Network.requestWillBeSent").stream()
                .map(event -> event.path("request").path("url").asText())
                .toList();
    }

    /** What stands in the console: exceptions, messages of scripts, faults that the browser noted. */
    public List<String> console() {
        List<String> all = new ArrayList<>();
        for (String event : List.of("Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded")) {
            tools.events(session, event).forEach(each -> all.add(each.toString()));
        }
        return all;
    }

    /** Writes a picture of the whole page, also of what is below the window. */
    public void picture(Path file) throws IOException {
        write(
                file,
                command(
                        "Page.captureScreenshot",
                        Json.object().put("format", "png").put("captureBeyondViewport", true)));
    }

    /** Writes what a printer would get. */
    public void print(Path file) throws IOException {
        write(file, command("Page.printToPDF", Json.object().put("printBackground", false)));
    }

    private static void write(Path file, JsonNode answer) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(answer.path("data").asText()));
    }
}
