package io.github.multiarchmaven.report;

import io.github.multiarchmaven.image.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * The frame of all pages: one file with its style and script in it. Its content security policy lets nothing in that is not in the
 * file, and no script run but the one whose hash it names, so that not even a fault in escaping would run what an image brings.
 */
final class Page {
    private Page() {}

    /**
     * A whole page.
     *
     * @param header writes the heading
     * @param main writes all that follows
     */
    static String html(String title, Consumer<Html> header, Consumer<Html> main) {
        String style = resource("report.css");
        String script = resource("report.js");
        Html html = new Html();
        html.own("<!DOCTYPE html>\n").open("html", "lang", "en");
        html.open("head");
        html.empty("meta", "charset", "utf-8");
        html.empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                        + "'; base-uri 'none'; form-action 'none'");
        html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        html.empty("meta", "name", "color-scheme", "content", "light dark");
        html.empty("meta", "name", "referrer", "content", "no-referrer");
        html.element("title", title);
        // No new line between tag and text: the hash is of what stands between the tags.
        html.own("<style>" + style + "</style>\n");
        html.close();
        html.open("body");
        html.element("a", "Skip to the content", "class", "skip", "href", "#content");
        html.open("header");
        header.accept(html);
        html.close();
        html.open("main", "id", "content", "tabindex", "-1");
        main.accept(html);
        html.close();
        html.open("footer");
        html.element(
                "p",
                "Written by multiarch-maven-plugin. Sizes are decimal: 1 MB is a million bytes. This page is one file and loads"
                        + " nothing from elsewhere.");
        html.close();
        html.own("<script>" + script + "</script>\n");
        html.close();
        return html.close().toString();
    }

    /** A source of Content Security Policy, Level 3: {@code sha256-} and the hash in Base64. */
    private static String hash(String content) {
        byte[] hash = HexFormat.of()
                .parseHex(
                        Digest.ofBytes(content.getBytes(StandardCharsets.UTF_8)).hex());
        return "sha256-" + Base64.getEncoder().encodeToString(hash);
    }

    private static String resource(String name) {
        try (InputStream in = Page.class.getResourceAsStream(name)) {
            // A parser makes one kind of line end of all kinds before it takes the hash.
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("Reading the resource " + name, e);
        }
    }
}
