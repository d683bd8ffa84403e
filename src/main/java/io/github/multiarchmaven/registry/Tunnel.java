package io.github.multiarchmaven.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a proxy for a way through to a host (RFC 9110, section 9.3.6). The login is sent at once, and to the proxy only. */
final class Tunnel {
    private static final int MAX_HEAD = 64 * 1024;
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})[ \\r\\n][\\s\\S]*");

    private Tunnel() {}

    /** @param target {@code host:port} */
    static void open(Socket socket, ProxySetting proxy, String target, String userAgent) throws IOException {
        StringBuilder request = new StringBuilder("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n");
        request.append("User-Agent: ").append(userAgent).append("\r\n");
        if (proxy.authorization() != null) {
            request.append("Proxy-Authorization: ")
                    .append(proxy.authorization())
                    .append("\r\n");
        }
        request.append("\r\n");
        String head;
        try {
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            head = head(socket.getInputStream());
        } catch (SocketTimeoutException e) {
            throw new ProxyException(
                    "the proxy " + proxy.name() + " did not reach " + target
                            + " in time. Check the host's name and port, or raise connectTimeout.",
                    e);
        }
        Matcher status = STATUS.matcher(head);
        if (!status.matches()) {
            throw new ProxyException(
                    proxy.name()
                            + " does not answer as an HTTP proxy. Check host and port of <proxies> in settings.xml.",
                    null);
        }
        int code = Integer.parseInt(status.group(1));
        if (code < 200 || code > 299) {
            throw new ProxyException(refusal(proxy, target, code), null);
        }
    }

    /** Why a proxy that answers with this status does not let us through, and what to do. */
    static String refusal(ProxySetting proxy, String target, int status) {
        String sentence = "the proxy " + proxy.name() + " answered " + status + " when asked for " + target + ". ";
        return sentence
                + switch (status) {
                    // 401 is tinyproxy's answer to a wrong login.
                    case 401, 407 ->
                        proxy.login() == null
                                ? "It wants a login: add <username> and <password> to its <proxy> in settings.xml."
                                : "It refused the login of its <proxy> in settings.xml: correct <username> and <password>.";
                    case 403 ->
                        "It does not allow this host or port; ask who runs it, or add the host to <nonProxyHosts>.";
                    case 502, 503, 504 -> "It cannot reach the host: check the host's name and port.";
                    default -> "Look into the proxy's log for the reason.";
                };
    }

    /** Byte for byte: what comes after the empty line is TLS already. */
    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int ends = 0;
        while (ends < 2 && head.size() < MAX_HEAD) {
            int read = in.read();
            if (read < 0) {
                break;
            }
            head.write(read);
            ends = read == '\n' ? ends + 1 : read == '\r' ? ends : 0;
        }
        return ends == 2 ? head.toString(StandardCharsets.ISO_8859_1) : "";
    }
}
