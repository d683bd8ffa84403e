package io.github.multiarchmaven.registry;

import io.github.multiarchmaven.image.Reference;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of registries: where a reference's registry answers, what may be compared, and what may be shown. */
final class Urls {
    /** A word that is an address, or the end of one with a query. */
    private static final Pattern ADDRESS = Pattern.compile("\\S*(?:://|\\?[^\\s=]*=)\\S*");

    private Urls() {}

    /**
     * {@code scheme://host[:port]} of a reference's registry: https, but http for those named so, and on loopback where the user
     * arranged for no TLS.
     */
    static String base(String registry, Set<String> plainHttpHosts, Predicate<String> tlsArranged) {
        // Docker Hub's references name one host, its API answers at another.
        String host = registry.equals(Reference.DOCKER_HUB) ? "registry-1.docker.io" : registry;
        boolean named = plainHttpHosts.contains(host) || plainHttpHosts.contains(hostOnly(host));
        boolean plain = named || isLoopback(hostOnly(host)) && !tlsArranged.test(host);
        return (plain ? "http://" : "https://") + host;
    }

    /** {@code host:port}, with brackets around an IPv6 address. */
    static String authority(String bareHost, int port) {
        return (bareHost.indexOf(':') >= 0 ? "[" + bareHost + "]" : bareHost) + ":" + port;
    }

    static String hostOnly(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return colon > hostAndPort.lastIndexOf(']') ? hostAndPort.substring(0, colon) : hostAndPort;
    }

    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
    }

    /** Whether both have the same scheme, host and port: only then a login may go along. */
    static boolean sameOrigin(URI a, URI b) {
        return a.getScheme().equalsIgnoreCase(b.getScheme())
                && a.getHost() != null
                && a.getHost().equalsIgnoreCase(b.getHost())
                && port(a) == port(b);
    }

    /** {@code scheme://host:port}, the same for all addresses that {@link #sameOrigin} finds the same. */
    static String origin(URI url) {
        return (url.getScheme() + "://" + url.getHost() + ":" + port(url)).toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }

    /** A server's sentence, which may quote addresses that nobody is to see: what a registry asked behind it, with a login. */
    static String redactedWithin(String text) {
        return ADDRESS.matcher(text).replaceAll(address -> Matcher.quoteReplacement(redacted(address.group())));
    }

    /** For messages: without userinfo, and without the values of query and fragment, which may be signatures and tokens. */
    static String redacted(String whole) {
        int fragment = whole.indexOf('#');
        String url = fragment < 0 ? whole : whole.substring(0, fragment);
        return redactedQuery(url) + (fragment < 0 ? "" : "#***");
    }

    private static String redactedQuery(String url) {
        int query = url.indexOf('?');
        // Up to the last @: a password may hold one that is not encoded.
        String path = (query < 0 ? url : url.substring(0, query)).replaceAll("://[^/]*@", "://***@");
        if (query < 0) {
            return path;
        }
        StringBuilder shown = new StringBuilder(path).append('?');
        String separator = "";
        for (String parameter : url.substring(query + 1).split("&")) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? "***" : parameter.substring(0, equals);
            // These are ours or the specification's, and tell what was asked.
            boolean plain = Set.of("digest", "mount", "from", "n", "last", "artifactType", "service", "scope")
                    .contains(name);
            shown.append(separator).append(plain ? parameter : name.equals("***") ? name : name + "=***");
            separator = "&";
        }
        return shown.toString();
    }
}
