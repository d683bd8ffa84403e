package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.registry.ProxySelection;
import io.github.multiarchmaven.registry.ProxySetting;
import io.github.multiarchmaven.registry.auth.Credential;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.crypto.DefaultSettingsDecryptionRequest;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;

/**
 * Proxies as Maven's own downloads take them: the active {@code <proxy>} of settings.xml for the target's protocol, for https else
 * the one for http, unless {@code <nonProxyHosts>} has the host; where settings.xml has no active proxy at all, the JVM's
 * {@code http.proxyHost}, {@code https.proxyHost} and {@code http.nonProxyHosts}. Loopback hosts are never reached through one.
 */
final class SettingsProxies implements ProxySelection {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    private final List<Proxy> active;
    private final SettingsDecrypter decrypter;
    private final UnaryOperator<String> jvm;
    private final Map<Integer, ProxySetting> settings = new ConcurrentHashMap<>();

    /** @param jvm value of a system property, null when it is not set */
    SettingsProxies(List<Proxy> proxies, SettingsDecrypter decrypter, UnaryOperator<String> jvm) {
        this.active = proxies.stream().filter(Proxy::isActive).toList();
        this.decrypter = decrypter;
        this.jvm = jvm;
    }

    @Override
    public Optional<ProxySetting> of(URI url) {
        String host = url.getHost().toLowerCase(Locale.ROOT);
        String protocol = url.getScheme().toLowerCase(Locale.ROOT);
        if (LOOPBACK.matcher(host).matches()) {
            return Optional.empty();
        }
        if (active.isEmpty()) {
            return ofJvm(protocol, host);
        }
        return first(protocol, host).or(() -> protocol.equals("https") ? first("http", host) : Optional.empty());
    }

    private Optional<ProxySetting> first(String protocol, String host) {
        for (int i = 0; i < active.size(); i++) {
            Proxy proxy = active.get(i);
            // Maven's default is http.
            String its = proxy.getProtocol() == null ? "http" : proxy.getProtocol();
            if (its.equalsIgnoreCase(protocol) && !isListed(proxy.getNonProxyHosts(), host)) {
                return Optional.of(settings.computeIfAbsent(i, index -> setting(proxy)));
            }
        }
        return Optional.empty();
    }

    private ProxySetting setting(Proxy proxy) {
        String name = "proxy '" + proxy.getId() + "'";
        if (proxy.getHost() == null || proxy.getPort() < 1 || proxy.getPort() > 65535) {
            throw new InvalidInputException("The settings.xml " + name + " lacks a <host>, or a <port> from 1 to 65535."
                    + " Complete it, or set <active>false</active>.");
        }
        if (proxy.getUsername() == null || proxy.getUsername().isEmpty()) {
            return new ProxySetting(proxy.getHost(), proxy.getPort(), null);
        }
        // Only the proxy that is used is decrypted, so that a broken entry for another network hurts nobody.
        SettingsDecryptionResult result = decrypter.decrypt(new DefaultSettingsDecryptionRequest(proxy));
        SettingsSecrets.requireDecrypted(result, name);
        String password = result.getProxy().getPassword();
        return new ProxySetting(
                proxy.getHost(),
                proxy.getPort(),
                Credential.basic(proxy.getUsername(), password == null ? "" : password));
    }

    private Optional<ProxySetting> ofJvm(String protocol, String host) {
        String proxy = jvm.apply(protocol + ".proxyHost");
        if (proxy == null || proxy.isBlank() || isListed(jvm.apply("http.nonProxyHosts"), host)) {
            return Optional.empty();
        }
        String port = jvm.apply(protocol + ".proxyPort");
        // The JDK's own defaults ("Java Networking and Proxies").
        String effective = port == null || port.isBlank() ? protocol.equals("https") ? "443" : "80" : port.strip();
        if (!effective.matches("[1-9]\\d{0,4}") || Integer.parseInt(effective) > 65535) {
            throw new InvalidInputException(
                    "The system property " + protocol + ".proxyPort is no port. Give a number from 1 to 65535.");
        }
        return Optional.of(new ProxySetting(proxy.strip(), Integer.parseInt(effective), null));
    }

    /** @param hosts separated by {@code |}, each with {@code *} for anything; null for none */
    private static boolean isListed(String hosts, String host) {
        return hosts != null
                && Stream.of(hosts.toLowerCase(Locale.ROOT).split("[|,]"))
                        .map(String::strip)
                        .map(pattern -> Stream.of(pattern.split("\\*", -1))
                                .map(Pattern::quote)
                                .collect(Collectors.joining(".*")))
                        .anyMatch(host::matches);
    }
}
