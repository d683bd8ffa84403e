package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a server may send us. */
class AddressRulesTest {
    private static final URI PUBLIC = URI.create("https://hub.example.com/v2/");

    private static Optional<String> refusal(URI asked, String named, String... allowed) {
        return new AddressRules(Set.of(allowed)).refusal(asked, URI.create(named));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1/",
                "https://127.9.9.9:8443/",
                "http://localhost/",
                "http://LOCALHOST./",
                "http://a.localhost/",
                "http://10.1.2.3/",
                "http://172.16.0.1/",
                "http://172.31.255.255/",
                "http://192.168.1.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://100.64.0.1/",
                "http://0.0.0.0/",
                "http://0.1.2.3/",
                "http://224.0.0.1/",
                "http://255.255.255.255/",
                "http://[::1]/",
                "http://[::]/",
                "http://[fe80::1]/",
                "http://[fe80::1%25eth0]/",
                "http://[fd00::1]/",
                "http://[::ffff:10.0.0.1]/",
                "http://[::ffff:169.254.169.254]/",
                "http://[::127.0.0.1]/",
                "http://[64:ff9b::a00:1]/",
                "http://[64:ff9b::a9fe:a9fe]/"
            })
    void aServerOutsideDoesNotSendUsInside(String named) {
        assertTrue(refusal(PUBLIC, named).orElse("").contains("allowedHosts"), named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://0x7f.1/",
                "http://0177.0.0.1/",
                "http://127.1/",
                "http://0x7f000001/"
            })
    void oddSpellingsOfNumbersAreNoWayAround(String named) {
        assertTrue(refusal(PUBLIC, named).isPresent(), named);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://store.example.com/b",
                "http://8.8.8.8/",
                "http://172.32.0.1/",
                "http://100.128.0.1/",
                "http://11.0.0.1/",
                "https://[2001:db8::1]/",
                "http://[64:ff9b::808:808]/",
                "https://10.example.com/",
                "https://3com.example/",
                "https://hub.example.com:9000/",
                "https://HUB.example.com/"
            })
    void theInternetAndNamesAreFine(String named) {
        assertEquals(Optional.empty(), refusal(PUBLIC, named));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            http://127.0.0.1:5000/, http://127.0.0.1:9000/, true
            http://10.1.2.3/, http://10.9.9.9/, true
            http://localhost:5000/, http://127.0.0.1:9000/, true
            http://10.1.2.3/, http://169.254.169.254/, false
            http://169.254.1.1/, http://169.254.1.1:81/, true
            http://169.254.1.1/, http://169.254.169.254/, false
            http://169.254.1.1/, http://10.1.2.3/, false
            """)
    void aServerInsideMaySendUsInsideButNotToTheLinksNeighbours(String asked, String named, boolean fine) {
        assertEquals(fine, refusal(URI.create(asked), named).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            http://10.1.2.3/, 10.1.2.3, true
            http://10.1.2.3:9000/, 10.1.2.3:9000, true
            https://10.1.2.3/, 10.1.2.3:443, true
            http://10.1.2.3:9001/, 10.1.2.3:9000, false
            http://[fd00::1]:9000/, [fd00::1], true
            http://LocalHost/, LOCALHOST, true
            """)
    void whatTheUserNamesIsAllowed(String named, String allowed, boolean fine) {
        assertEquals(fine, refusal(PUBLIC, named, allowed).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://a.example.com/", "file:///etc/passwd", "mailto:a@example.com", "https:///v2/", "/v2/"})
    void onlyWebServersAreAsked(String named) {
        assertEquals(Optional.of("that is neither http nor https"), refusal(PUBLIC, named));
    }

    @Test
    void aServerWithAnUnderscoreInItsNameIsOneOutside() {
        URI asked = URI.create("http://my_registry:5000/v2/");
        assertEquals(Optional.empty(), refusal(asked, "http://store.example.com/"));
        assertTrue(refusal(asked, "http://127.0.0.1/").isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://joe:secret@hub.example.com/", "https://token@10.1.2.3/"})
    void anAddressWithALoginIsRefusedAndNotShown(String named) {
        assertEquals(Optional.of("with a login in it"), refusal(PUBLIC, named));
    }
}
