import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    def host = registry.host()
    def named = host.replace(':', '+')
    def reports = new File(basedir, 'target/multiarch/report')

    mustSay(basedir, /\[INFO\] Wrote the report of $host\/team\/app:1\.0 \(0 errors, 0 warnings, 0 allowed, 0 in the baseline\): .*team\+app\+1\.0\.html/)
    def own = new File(reports, "${named}+team+app+1.0.html").text
    must(own.startsWith('<!DOCTYPE html>'), 'a page')
    must(own.contains('As it has to be: its platforms are equal where they must be.'), 'the verdict in words')
    must(own.contains('shared as A'), 'the layer that both platforms share')
    must(own.replace('<wbr/>', '').contains(registry.child('team/app', '1.0', 'linux/arm64').digest().toString()), 'the digest of a platform')
    must(own.replace('<wbr/>', '').contains("<code>$host/base/java:17</code>"), 'the base image')
    must(!new File(reports, 'index.html').exists(), 'one module needs no index')

    mustSay(basedir, /Wrote the report of $host\/other\/app:1\.0 \(1 error, 0 warnings/)
    def differing = new File(reports, "${named}+other+app+1.0.html").text
    must(differing.contains('Not as it has to be: 1 error and 0 warnings.'), 'the verdict in words')
    must(differing.contains('&lt;b&gt;slow&lt;/b&gt;') && !differing.contains('<b>'), 'text of images stays text')

    mustSay(basedir, /\[ERROR\] .*HUB\.example\.com\/Team\/app:1\.0/)
    mustSay(basedir, /\[ERROR\] .*Reading manifest 2\.0 of $host\/other\/app: it does not exist\./)
    mustSay(basedir, /Skipped: multiarch\.report\.skip is set\./)

    def again = new File(basedir, 'target/again/report/oci+target+multiarch+team+app+1.0.html').text
    mustEqual(again, new File(basedir, 'target/once-more/report/oci+target+multiarch+team+app+1.0.html').text)
} finally {
    registry.close()
}
true
