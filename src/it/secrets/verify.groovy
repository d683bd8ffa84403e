import static io.github.multiarchmaven.testbed.InvokerRegistry.*
import io.github.multiarchmaven.testbed.Canaries

def registry = of(context)
def fronts = context.get('fronts')
try {
    // The secrets were in play: else that they are not found proves nothing.
    ['settings', 'encrypted', 'configured', 'docker', 'helper', 'wrong'].each {
        def password = Canaries."${it.toUpperCase()}"
        must(fronts[it].received(Canaries.basic(password)), "the password of $it was sent")
    }
    ['settings', 'encrypted', 'configured', 'docker', 'identity', 'helper'].each {
        must(fronts[it].received(Canaries.BEARER), "$it took the token")
        must(fronts[it].received(Canaries.REALM_KEY), "$it was asked at its realm")
    }
    must(fronts.settings.received(Canaries.SIGNATURE), 'a signed address was followed')
    must(fronts.settings.received(Canaries.STATE), 'an upload was sent to its state')
    mustSay(basedir, /\[DEBUG\]/)
    mustSay(basedir, /Wrote the report of .*base\/java:17/)
    mustSay(basedir, /Published .*team\/app:1\.0/)
    mustSay(basedir, /\[ERROR\] .*denied.*answered 403/)
    mustSay(basedir, /\[ERROR\] .*wrong.*|\[ERROR\] .*answered 401/)
    mustSay(basedir, /\[ERROR\] .*the proxy 127\.0\.0\.1:\d+ answered/)
    mustSay(basedir, /\[ERROR\] .*cannot be decrypted|Could not decrypt password/)
    mustSay(basedir, /\[ERROR\] .*docker-credential-failing/)
    mustSay(basedir, /\[ERROR\] .*client\.key/)

    def planted = new File(basedir, 'planted.txt')
    planted.text = 'Authorization: Basic ' + Canaries.basic(Canaries.SETTINGS)
    mustEqual(['planted.txt'] as Set, Canaries.under(basedir.toPath(), ['secrets', 'invoker.properties', 'build.log']).keySet())
    planted.delete()
    mustEqual([:], Canaries.under(basedir.toPath(), ['secrets', 'invoker.properties']))
} finally {
    fronts.values().each { it.close() }
    registry.close()
}
true
