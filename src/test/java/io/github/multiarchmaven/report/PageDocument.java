package io.github.multiarchmaven.report;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A page as a tree, which it is only when every text in it stayed text. */
final class PageDocument {
    private final Document document;

    PageDocument(String html) throws Exception {
        document = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(html)));
    }

    /** The texts of what an XPath finds, in the document's order, white space made one space. */
    List<String> texts(String path) throws XPathExpressionException {
        NodeList nodes = (NodeList)
                XPathFactory.newDefaultInstance().newXPath().evaluate(path, document, XPathConstants.NODESET);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent().replaceAll("\\s+", " ").strip());
        }
        return texts;
    }

    /** The text of the one node that an XPath finds. */
    String text(String path) throws XPathExpressionException {
        List<String> texts = texts(path);
        if (texts.size() != 1) {
            throw new AssertionError(path + " finds " + texts);
        }
        return texts.get(0);
    }

    /** The cells of a table's body, row by row. */
    List<List<String>> rows(String table) throws XPathExpressionException {
        List<List<String>> rows = new ArrayList<>();
        int count = texts("//table[@id='" + table + "']/tbody/tr").size();
        for (int i = 1; i <= count; i++) {
            rows.add(texts("//table[@id='" + table + "']/tbody/tr[" + i + "]/*"));
        }
        return rows;
    }
}
