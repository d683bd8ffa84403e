import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    def host = registry.host()
    mustSay(basedir, /Published $host\/team\/app:1\.0/)
    mustSay(basedir, /Up to date: $host\/team\/app:1\.0/)
    must(new File(basedir, '.cache/multiarch/contents').directory, 'the cache is where the command says')
    mustSay(basedir, /Published $host\/team\/native:1\.0 \S+ \(linux\/amd64, linux\/arm64\)/)
    mustEqual(registry.manifest('team/app', '1.0').digest(), registry.manifest('team/native', '1.0').digest())
    // Each runner has one platform to look at, the last job both.
    mustSay(basedir, /Checked $host\/team\/native:1\.0 \(1 platform\)/)
    mustSay(basedir, /Checked hub\.example\.com\/team\/app:1\.0 \(2 platforms\)/)
    // Maven's own artifact is deployed by the first two runs and the job that publishes.
    mustEqual(2, log(basedir).count('Skipping artifact deployment'))
    def page = new File(basedir, '../../../docs/ci.md').text
    def jenkinsfiles = (page =~ /(?s)```groovy\n(.*?)```/).collect { it[1] }
    mustEqual(2, jenkinsfiles.size())
    jenkinsfiles.each { new GroovyShell().parse(it) }
} finally {
    registry.close()
}
true
