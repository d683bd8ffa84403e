import static io.github.multiarchmaven.testbed.InvokerRegistry.*

def registry = of(context)
try {
    def host = registry.host()
    def named = host.replace(':', '+')
    must(!(log(basedir) =~ /(?i)thread-?safe/).find(), 'no warning about thread safety')
    mustSay(basedir, /The reports of all modules: .*target.multiarch.report.index\.html/)

    def reports = new File(basedir, 'target/multiarch/report')
    def index = new File(reports, 'index.html').text.replace('<wbr/>', '')
    must(index.contains('<h1>The whole shop</h1>'), "the build's name")
    must(index.contains('All 3 images are as they have to be.'), 'the verdict over all')
    def links = (index =~ /<td>\n?<a href="([^"]+)">([^<]+)<\/a>/).collect { [it[1], it[2]] }
    mustEqual(['m 03': host + '/team/m03:1.0', 'm01': host + '/team/m01:1.0', 'm02': host + '/team/m02:1.0'],
            links.collectEntries { [it[0].split('/')[3].replace('%20', ' '), it[1]] })
    links.each { link, image ->
        def page = new File(new URI(reports.toURI().toString() + link))
        must(page.text.contains("<title>$image, platforms</title>"), "$link leads to the report")
    }
    must(new File(basedir, "m02/target/multiarch/report/${named}+team+m02+1.0.html").text.contains('1 warning'), 'what differs in m02')

    // The site: our page as it is, and links to it from the site's own pages.
    ['m01', 'm02', 'm 03'].each { module ->
        def site = new File(basedir, "$module/target/site")
        def image = module.replace(' ', '')
        mustEqual(new File(basedir, "$module/target/multiarch/report/${named}+team+${image}+1.0.html").text,
                new File(site, 'multiarch-report.html').text)
        must(new File(site, 'project-reports.html').text.contains('href="multiarch-report.html"'), "the site of $module lists the report")
    }
    must(!new File(basedir, 'target/site/multiarch-report.html').exists(), 'an aggregator has no image')
    mustSay(basedir, /\[WARNING\] No report on an image of m01: it is not built yet\. Build it in the same run: mvn verify site\./)

    mustSay(basedir, /The reports of all modules: .*aggregator.target.multiarch.report.index\.html\n/)
    mustSay(basedir, /The reports of all modules: .*aggregator.target.multiarch.report.index\.html\. This build cleans it away at its end/)
} finally {
    registry.close()
}
true
