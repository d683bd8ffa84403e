package io.github.multiarchmaven.registry;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which addresses a server may send us to: by a redirect, an upload's location, or the realm of its login. A server outside must not
 * have us knock at doors inside (server-side request forgery), at a cloud's metadata service above all, so addresses that are written
 * as numbers and are not the internet's are refused. Names are not resolved for this: what a company's own names stand for is its
 * business.
 */
final class AddressRules {
    private static final Pattern NUMERIC = Pattern.compile("(0x[0-9a-f]*|\\d+)(\\.(0x[0-9a-f]*|\\d+))*");
    private static final Pattern DOTTED = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
    /** The prefix under which NAT64 hides an IPv4 address (RFC 6052). */
    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private final Set<String> allowed;

    /** How near an address is. */
    private enum Reach {
        INTERNET,
        /** Loopback, private, shared (RFC 1918, 4193, 6598). */
        INTERNAL,
        /** Link-local (RFC 3927, 4291), where metadata services are, and what is no address of a host at all. */
        NEVER
    }

    /** @param allowed {@code host} or {@code host:port}, in any case, that the user named */
    AddressRules(Set<String> allowed) {
        this.allowed = new HashSet<>();
        allowed.forEach(host -> this.allowed.add(host.toLowerCase(Locale.ROOT)));
    }

    /**
     * Why an address is not used.
     *
     * @param asked where the answer came from that names it
     * @return words to follow "an address"; empty when it may be used
     */
    Optional<String> refusal(URI asked, URI named) {
        String scheme = String.valueOf(named.getScheme()).toLowerCase(Locale.ROOT);
        if (named.getHost() == null || !scheme.equals("http") && !scheme.equals("https")) {
            return Optional.of("that is neither http nor https");
        }
        if (named.getRawUserInfo() != null) {
            return Optional.of("with a login in it");
        }
        String host = bare(named.getHost());
        // Java has no host for a name with an underscore, which some private networks have.
        String from = asked.getHost() == null ? "" : bare(asked.getHost());
        if (host.equals(from) || isAllowed(host, named)) {
            return Optional.empty();
        }
        Reach reach = reach(host);
        boolean fromInside = reach(from) == Reach.INTERNAL;
        return reach == Reach.INTERNET || reach == Reach.INTERNAL && fromInside
                ? Optional.empty()
                : Optional.of(
                        "inside a network (" + host + "), which only hosts named in the parameter allowedHosts may be"
                                + " (-Dmultiarch.allowedHosts=" + host + ")");
    }

    private boolean isAllowed(String host, URI named) {
        int port = named.getPort() >= 0 ? named.getPort() : named.getScheme().equalsIgnoreCase("https") ? 443 : 80;
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return allowed.contains(shown) || allowed.contains(shown + ":" + port);
    }

    private static String bare(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") && name.endsWith("]")) {
            return name.substring(1, name.length() - 1).replaceFirst("%.*", "");
        }
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static Reach reach(String host) {
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return Reach.INTERNAL;
        }
        boolean numeric = NUMERIC.matcher(host).matches();
        if (!numeric && host.indexOf(':') < 0) {
            return Reach.INTERNET;
        }
        if (numeric && !DOTTED.matcher(host).matches()) {
            // 2130706433, 0x7f.1 and 0177.0.0.1 are spellings of 127.0.0.1 that only serve to deceive.
            return Reach.NEVER;
        }
        try {
            // A literal: nobody is asked.
            return reach(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return Reach.NEVER;
        }
    }

    private static Reach reach(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet6Address) {
            byte[] last = Arrays.copyOfRange(bytes, 12, 16);
            boolean hides = Arrays.equals(NAT64, Arrays.copyOf(bytes, 12))
                    || ((Inet6Address) address).isIPv4CompatibleAddress() && !address.isLoopbackAddress();
            if (hides && !address.isAnyLocalAddress()) {
                return reach(ipv4(last));
            }
        }
        if (address.isAnyLocalAddress() || address.isLinkLocalAddress() || address.isMulticastAddress()) {
            return Reach.NEVER;
        }
        boolean uniqueLocal = address instanceof Inet6Address && (bytes[0] & 0xfe) == 0xfc;
        boolean shared = address instanceof Inet4Address && bytes[0] == 100 && (bytes[1] & 0xc0) == 0x40;
        boolean reserved = address instanceof Inet4Address && (bytes[0] == 0 || (bytes[0] & 0xf0) == 0xf0);
        if (reserved) {
            return Reach.NEVER;
        }
        return address.isLoopbackAddress() || address.isSiteLocalAddress() || uniqueLocal || shared
                ? Reach.INTERNAL
                : Reach.INTERNET;
    }

    private static InetAddress ipv4(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("Four bytes are an address", e);
        }
    }
}
